"""What this room announces to the rooms above it."""

from django.dispatch import Signal

# A page's row and all that hangs on it (topics too) are in the database, in the transaction that saved it.
# Arguments: page_id. Django's own `post_save` comes before the topics are written.
page_written = Signal()

# A document's row, or the text of its file, is in the database, in the transaction that wrote it.
# Arguments: document_id. A deletion is announced by Django's own `post_delete`, and the admin's bulk action that moves
# documents to another collection by nothing.
document_written = Signal()

# Somebody who is signed in gets a document, or a part of it. Arguments: document_id, person_id. Sent before the first
# byte: the answer waits for whoever listens, and an error of theirs would be its error.
document_served = Signal()

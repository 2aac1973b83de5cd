"""What may be uploaded. (Filled by the upload rules.)"""


def check_document(file): ...


def without_metadata(file):
    return file

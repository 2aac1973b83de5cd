"""Say where the portal is and who can sign in to its demonstration. Usage: PYTHONPATH=. welcome.py ADDRESS"""

import os
import sys

from portal.demo.people import PASSWORD, PERSONAS

if __name__ == "__main__":
    address = sys.argv[1]
    print(f"\nThe portal: {address}/   for editors: {address}/admin/   Ctrl-C stops it.")
    if not os.environ.get("EMAIL_URL"):
        print(f"Mail is not sent; it lies at {address}/development/mail/")
    print(f"Demonstration sign-ins, all with the password {PASSWORD}:")
    for persona in PERSONAS:
        print(f"  {persona.email:<32}{persona.job_title}")
    print()

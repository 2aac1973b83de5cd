"""Say where the portal is and who can sign in to its demonstration. Usage: PYTHONPATH=. welcome.py ADDRESS"""

import sys

from portal.demo.people import PASSWORD, PERSONAS

if __name__ == "__main__":
    address = sys.argv[1]
    print(f"\nThe portal: {address}/   for editors: {address}/admin/   Ctrl-C stops it.")
    print(f"Demonstration sign-ins, all with the password {PASSWORD}:")
    for persona in PERSONAS:
        print(f"  {persona.email:<32}{persona.job_title}")
    print()

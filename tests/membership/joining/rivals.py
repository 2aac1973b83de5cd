"""A process with a database of its own, in which several threads post the right code at the same instant.

DATABASE_URL says where. Prints as JSON what each was told, and what there is in the end.
"""

import json
import threading
from concurrent.futures import ThreadPoolExecutor

import django

RIVALS = 6


def main() -> None:
    django.setup()
    from membership.models import Organisation, User

    outcomes = {
        "tabs": _race(["ruth@tabs.example"], sign_ups=1),
        "sign-ups": _race(["ruth@sign-ups.example"], sign_ups=RIVALS),
        "colleagues": _race([f"ruth{number}@colleagues.example" for number in range(RIVALS)], sign_ups=1),
    }
    for kind, told in outcomes.items():
        told["people"] = User.objects.filter(email__endswith=f"@{kind}.example").count()
        told["companies"] = sorted(
            Organisation.objects.filter(name__contains=f"{kind}.example").values_list("name", flat=True)
        )
        told["representatives"] = User.objects.filter(
            email__endswith=f"@{kind}.example", role_assignments__role="representative"
        ).count()
    print(json.dumps(outcomes))  # noqa: T201  its answer to the test


def _race(addresses: list[str], *, sign_ups: int) -> dict[str, object]:
    """Each rival has the next of the sign-ups; each opens an account as soon as all are ready."""
    from django.db import connection

    from membership.joining import signing_up
    from membership.joining.codes import code_of

    given = {"first_name": "", "last_name": "", "company": "Tide", "job_title": "", "stage": "", "needs": []}
    begun = [
        signing_up.begin(email=address, password="a-long-walk-home", given=given)
        for address in addresses
        for _ in range(sign_ups)
    ]
    ready = threading.Barrier(RIVALS)

    def open_account(number: int) -> str:
        mine = begun[number % len(begun)]
        code = code_of(mine)
        ready.wait()
        try:
            signing_up.open_account(sign_up=mine, code=code)
        except signing_up.AccountOpened:
            return "opened already"
        finally:
            connection.close()
        return "in"

    with ThreadPoolExecutor(RIVALS) as pool:
        told = list(pool.map(open_account, range(RIVALS)))
    return {"told": sorted(told)}


if __name__ == "__main__":
    main()

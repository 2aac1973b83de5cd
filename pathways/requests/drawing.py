"""The table of steps as docs/ask-an-expert.md shows it. A test holds the page to it."""

from .states import ENDED, TRANSITIONS, State, Transition

# Deeds that leave every request where it is are in the table below the drawing alone.
START_AND_END = "[*]"


def mermaid() -> str:
    """One arrow for each pair of states, with all the deeds that lead from one to the other."""
    arrows: dict[tuple[str, str], list[str]] = {(START_AND_END, State.DRAFT.value): []}
    for transition in TRANSITIONS:
        for source, target in transition.moves.items():
            if source != target:
                arrows.setdefault((source.value, target.value), []).append(transition.deed.value)
    arrows |= {(state.value, START_AND_END): [] for state in ENDED}
    lines = [_arrow(source, target, deeds) for (source, target), deeds in arrows.items()]
    names = [f'    state "{state.label}" as {_name(state.value)}' for state in State]
    return "\n".join(["stateDiagram-v2", *names, *lines])


def table() -> str:
    """All steps as rows of Markdown."""
    head = ["| deed | from → to | who may | owner then | next date | tells |", "|---|---|---|---|---|---|"]
    return "\n".join([*head, *(_row(transition) for transition in TRANSITIONS)])


def _arrow(source: str, target: str, deeds: list[str]) -> str:
    arrow = f"    {_name(source)} --> {_name(target)}"
    return f"{arrow}: {', '.join(deeds)}" if deeds else arrow


def _name(state: str) -> str:
    return state.replace("-", "_")


def _row(transition: Transition) -> str:
    moves = ", ".join(
        source.value if source == target else f"{source.value} → {target.value}"
        for source, target in transition.moves.items()
    )
    who = ", ".join(party.label for party in transition.who)
    tells = "; ".join(f"{party.label}: {words}" for party, words in transition.tells.items()) or "–"
    cells = (transition.deed.value, moves, who, transition.owner.value, transition.date.value, tells)
    return f"| {' | '.join(cells)} |"

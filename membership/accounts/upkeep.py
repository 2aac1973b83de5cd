from notifications.jobs import Job, register_job

from .guesses import forget_old_guesses

register_job(
    Job(
        "forget_old_guesses",
        "Deletes the counts of wrong passwords and codes of former days.",
        forget_old_guesses,
        minutes=24 * 60,
    )
)

"""Why a command cannot go on: one sentence, one remedy, one exit code. Shown without a traceback by `cli`."""


class PnmError(Exception):
    """A command cannot go on.

    `message` is one sentence on what is wrong; `remedy` one on what to do (empty: nothing to be done). `exit_code`
    follows docs/commands.md.
    """

    exit_code = 1

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy


class SettingsError(PnmError):
    """`pnm.toml` has faults; the message lists every one with its line."""

    exit_code = 3


class VaultNotFoundError(PnmError):
    """There is no vault where one was looked for."""

    exit_code = 4


class VaultLooksEmptyError(PnmError):
    """The vault lost most of its contacts at once: unmounted, evicted or half checked out."""

    exit_code = 5


class VaultBusyError(PnmError):
    """Another process is writing to this vault."""

    exit_code = 6


class UnknownEventError(PnmError):
    """No event, meeting or community, or more than one, answers to a name given on the command line."""

    exit_code = 7


class UnknownContactError(PnmError):
    """No contact, or more than one, answers to a name given on the command line."""

    exit_code = 7


class UnknownCircleError(PnmError):
    """No circle or organisation, or more than one, answers to a name given on the command line."""

    exit_code = 7


class GitUnderWayError(PnmError):
    """Git is in the middle of a merge, a rebase or the like, so that review notes made now would stand in its way."""

    exit_code = 8

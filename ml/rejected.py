"""What was given cannot be read: the base of all refusals that a person is told of."""


class Rejected(Exception):
    """`code` is for programs, `sentence` tells a person what to do."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence

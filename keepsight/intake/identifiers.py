"""Whether a number can be what it claims to be: NHS numbers and unique pupil numbers, by their check digit or letter.

A check passed says that the number was not mistyped, never whose it is. A check failed is a warning, never a refusal:
most pupil numbers in public samples fail. What could not pass is kept as written and takes no part in linking.
"""

# Characters 2 to 13 weighted by their place, summed, remainder of 23, gives the letter (DfE, "Unique pupil numbers").
UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
UPN_LENGTH = 13

# The first nine digits weighted 10 to 2, summed; 11 minus the remainder of 11 gives the tenth (NHS Data Dictionary).
NHS_NUMBER_LENGTH = 10
NHS_MODULUS = 11


def bare(number: str) -> str:
    """The number as it is compared: without spaces, hyphens or any separator, letters in capitals."""
    return "".join(letter for letter in number if letter.isalnum()).upper()


def nhs_number_is_valid(number: str) -> bool:
    """True when ten digits end in the right check digit; spaces and hyphens are allowed, letters are not."""
    digits = bare(number)
    if len(digits) != NHS_NUMBER_LENGTH or not (digits.isascii() and digits.isdigit()):
        return False
    weighed = sum(int(digit) * weight for digit, weight in zip(digits, range(NHS_NUMBER_LENGTH, 1, -1), strict=False))
    check = (NHS_MODULUS - weighed % NHS_MODULUS) % NHS_MODULUS
    return check == int(digits[-1])  # a check of 10 equals no digit, so such a number is never valid


def nhs_number_is_for_tests(number: str) -> bool:
    """True for the range that the NHS keeps for tests (999...): valid by its check digit, nobody's in life."""
    return bare(number).startswith("999")


def upn_is_valid(number: str) -> bool:
    """True when thirteen characters begin with the right check letter; a temporary number ends in a letter.

    The value of a closing letter (its place among the check letters) is general knowledge, not read in a source.
    """
    letters = bare(number)
    if len(letters) != UPN_LENGTH or not (letters.isascii() and letters[1:-1].isdigit()):
        return False
    last = int(letters[-1]) if letters[-1].isdigit() else UPN_LETTERS.find(letters[-1])
    values = [*map(int, letters[1:-1]), last]
    if last < 0:
        return False
    return UPN_LETTERS[sum(value * place for place, value in enumerate(values, 2)) % len(UPN_LETTERS)] == letters[0]


def upn_stands_for_none(number: str) -> bool:
    """True for a code that says why there is no pupil number (UN1 to UN10): two children never match on it."""
    letters = bare(number)
    return letters.startswith("UN") and letters[2:].isdigit()

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.statistics.matrix import matrix_of
from quizzes.statistics.reading import BadResponses, read_responses

AB = matrix_of(("a", "b"), [(1.0, 0.5), (None, 0.0)])


@pytest.mark.parametrize(
    "data",
    [
        b"a,b\n1,0.5\n,0\n",
        b"a,b\n1,0.5\n,0",
        b"a,b\r\n1,0.5\r\n,0\r\n",
        b"a,b\r1,0.5\r,0\r",
        b"\xef\xbb\xbfa,b\n1,0.5\n,0\n",
        b'\xef\xbb\xbf"a",b\r\n1,0.5\r\n,0\r\n',
        b'"a","b"\n"1","0.5"\n"","0"\n',
        b"a, b\n 1 ,.5\n ,0.0\n",
        b"a,b\n1.,5e-1\n,-0\n\n\n",
    ],
)
def test_a_file_may_be_written_in_these_ways(data):
    assert read_responses(data) == AB


def test_a_name_in_quotes_may_hold_commas_quotes_and_lines():
    found = read_responses(b'"a, b","say ""no""","two\nlines"\n1,0,1\n')

    assert found.items == ("a, b", 'say "no"', "two\nlines")


def test_a_blank_answer_to_the_only_item_is_written_as_quotes():
    assert read_responses(b'a\n1\n""\n').rows == ((1.0,), (None,))


@pytest.mark.parametrize(
    ("data", "line", "column", "problem"),
    [
        (b"", 1, 1, "the file is empty"),
        (b"\xef\xbb\xbf", 1, 1, "the file is empty"),
        (b"\n\r\n\n", 1, 1, "the file is empty"),
        (b"a,b\n", 2, 1, "no learner stands below"),
        (b"a,,b\n1,0,1\n", 1, 2, "has no name"),
        (b"a,b, a\n1,0,1\n", 1, 3, "“a” stands in column 1 already"),
        (b"a,b\n1,0\n1,1.01\n", 3, 2, "“1.01” for item “b” is above 1"),
        (b"a,b\n1,1e999\n", 2, 2, "above 1"),
        (b"a,b\n-0.5,0\n", 2, 1, "below 0"),
        (b"a,b\n1,yes\n", 2, 2, "“yes” for item “b” is no mark"),
        (b"a,b\n1,nan\n", 2, 2, "no mark"),
        (b"a,b\n1,inf\n", 2, 2, "no mark"),
        (b"a,b\n1,0x1\n", 2, 2, "no mark"),
        (b"a,b\n1,1_0\n", 2, 2, "no mark"),
        ("a,b\n1,١\n".encode(), 2, 2, "no mark"),
        (b'a,b\n1,"0,5"\n', 2, 2, "decimal point"),
        (b"a;b\n1;0\n", 2, 1, "separated by commas"),
        (b"a\tb\n1\t0\n", 2, 1, "separated by commas"),
        (b"a,b\n1\n", 2, 2, "the row has 1 cell, the header 2 cells"),
        (b"a,b\n1,0,1\n", 2, 3, "the row has 3 cells, the header 2 cells"),
        (b"a,b\n1,0,\n", 2, 3, "the row has 3 cells"),
        (b"a,b\n1,0\n\n1,0\n", 3, 1, "the line is empty"),
        (b"a\n1\n\n1\n", 3, 1, 'write "" for a blank answer'),
        (b'a,"b\n1,0\n1,0\n', 1, 2, "never closed"),
        (b'a,b\n1,0\n1,"\n', 3, 2, "never closed"),
        (b'a,b\n1,"1"0\n', 2, 2, "between the closing quote and the comma"),
        (b'a,b\n1,0"\n', 2, 2, "within the text"),
        (b'"two\nlines",b\n1,2\n', 3, 2, "above 1"),
        (b'"two\nlines","b\n', 2, 2, "never closed"),
        (b"a,b\n1,\x000\n", 2, 3, "NUL"),
        (b"a,b\r\n1,0\r\n\xff,1\n", 3, 1, "not UTF-8"),
        (b"\xef\xbb\xbfa,\xe9\n1,0\n", 1, 3, "not UTF-8"),
        ("a,b\n1,0\n".encode("utf-16"), 1, 1, "not UTF-8"),
    ],
)
def test_a_bad_file_is_refused_with_its_line_and_column(data, line, column, problem):
    with pytest.raises(BadResponses) as refused:
        read_responses(data)

    (fault,) = refused.value.faults
    assert (fault.line, fault.column) == (line, column)
    assert problem in fault.problem


def test_all_faults_of_a_file_are_named():
    with pytest.raises(BadResponses) as refused:
        read_responses(b"a,a\n1,2\n1\nx,0\n")

    assert str(refused.value).splitlines() == [
        "line 1, column 2: the item “a” stands in column 1 already.",
        "line 2, column 2: “2” for item “a” is above 1, the highest mark.",
        "line 3, column 2: the row has 1 cell, the header 2 cells.",
        "line 4, column 1: “x” for item “a” is no mark; write a number from 0 to 1.",
    ]


def test_a_message_quotes_little_and_nothing_that_a_terminal_obeys():
    with pytest.raises(BadResponses) as refused:
        read_responses(b"a\n\x1b[2J" + b"x" * 1000 + b"\n")

    message = str(refused.value)
    assert "\x1b" not in message
    assert len(message) < 150


@given(st.binary(max_size=60) | st.text(st.sampled_from('a1,"\n\r ;.')).map(str.encode))
def test_any_bytes_are_read_or_refused(data):
    try:
        matrix = read_responses(data)
    except BadResponses as refused:
        assert all(fault.line >= 1 and fault.column >= 1 for fault in refused.faults)
    else:
        assert matrix.n >= 1


NAMES = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1)


@given(
    st.lists(NAMES.map(str.strip).filter(bool), min_size=1, max_size=4, unique=True),
    st.data(),
)
def test_what_was_written_is_read(names, data):
    mark = st.none() | st.floats(0, 1)
    row = st.lists(mark, min_size=len(names), max_size=len(names))
    rows = data.draw(st.lists(row, min_size=1, max_size=4))
    quoted = ['"{}"'.format(name.replace('"', '""')) for name in names]
    lines = [["" if one is None else repr(one) for one in marks] for marks in rows]
    if len(names) == 1:
        lines = [['""'] if line == [""] else line for line in lines]
    text = "\n".join(",".join(cells) for cells in [quoted, *lines])

    assert read_responses(text.encode()) == matrix_of(names, rows)

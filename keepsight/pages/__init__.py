"""What people see. One folder a page; nothing here reads an entry but through `sight`.

    page.py         what a page is: its address, who may open it, what it answers with
    shelf.py        finds the pages: adding one is adding one folder
    door.py         the one way in to every page: signed in, allowed, in sight, rendered, looked
    words.py        dates, counts and people in plain words
    svg.py          drawings, as elements that escape all they are given
    child_bar.py    the few facts that stand above every page of a child
    layout/         the frame around every page
    static/         style sheets and the script; everything works without the script

This room refuses to show a child outside a person's sight in any way that differs from a child who does not exist.
"""

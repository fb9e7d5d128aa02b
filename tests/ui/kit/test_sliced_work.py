from contactdesk.ui.kit.sliced_work import SlicedWork


def test_work_is_done_in_turns_and_its_end_is_told(qtbot):
    slices = SlicedWork()
    done = []

    def work():
        for number in range(50):
            done.append(number)
            yield

    with qtbot.waitSignal(slices.finished):
        slices.start(work())
        assert done == []
        assert slices.busy
    assert len(done) == 50
    assert not slices.busy


def test_another_start_drops_the_work_before_it(qtbot):
    slices = SlicedWork()
    done = []

    def work(name, then=None):
        while True:
            done.append(name)
            if then is not None:
                slices.start(then)
            elif done.count(name) == 3:
                return
            yield

    with qtbot.waitSignal(slices.finished):
        slices.start(work("first", work("second")))
    assert done == ["first", "second", "second", "second"]


def test_cancelled_work_never_finishes(qtbot):
    slices, ended = SlicedWork(), []
    slices.finished.connect(lambda: ended.append(True))
    slices.start(iter([1, 2, 3]))
    slices.cancel()
    other = SlicedWork()
    with qtbot.waitSignal(other.finished):
        other.start(iter([1]))
    assert ended == []

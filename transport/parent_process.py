"""Parent process watch: a worker ends when the server that started it is killed."""

import multiprocessing
import os
import signal
import threading


def end_with_parent() -> None:
    """Stop this process in order once its parent is gone, however that came to its end.

    Nobody would start it again or stop it, and it would keep the port. Does nothing in a process
    that no other of ours has started.
    """
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def wait_for_the_end() -> None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait_for_the_end, name="parent watch", daemon=True).start()

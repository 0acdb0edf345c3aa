package dev.berth.lab.terminal;

import java.util.List;

/** Where a terminal's keyboard is: at the client that was typed into last, or else at the one that came first. Its window sets the size of the shell. */
final class Keyboard {

    private String client = "";

    void typedInto(Viewer viewer) {
        client = viewer.request().client();
    }

    /** @return whether it is this one that sets the size; it is when nobody else has the keyboard */
    boolean isAt(Viewer viewer, List<Viewer> open) {
        if (isAway(open)) {
            client = viewer.request().client();
        }
        return viewer.request().client().equals(client);
    }

    /** Whether the window that has it is closed. One that is reloaded comes back to it. */
    boolean isAway(List<Viewer> open) {
        return open.stream().noneMatch(each -> each.paces() && each.request().client().equals(client));
    }
}

package dev.berth.engine.image.shelf;

import dev.berth.engine.image.content.Hold;
import java.util.HashMap;
import java.util.Map;

/** What a level's containers are made of: held for as long as they are there, on whatever shelf it is. Thread safe. */
final class ImageUses {
    private final Map<String, Hold> holds = new HashMap<>();

    synchronized void begin(String user, Hold hold) {
        end(user);
        holds.put(user, hold);
    }

    /** Nothing happens when it uses none. */
    synchronized void end(String user) {
        Hold hold = holds.remove(user);
        if (hold != null) {
            hold.close();
        }
    }

    synchronized void endAll() {
        holds.values().forEach(Hold::close);
        holds.clear();
    }
}

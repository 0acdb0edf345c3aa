package dev.berth.engine.image;

import java.util.List;

/** Tells which containers use an image, so that it is not removed under them. */
@FunctionalInterface
public interface ImageUsers {

    /** @param abbreviatedId twelve digits */
    record User(String abbreviatedId, boolean running) {}

    List<User> usersOf(Digest image);
}

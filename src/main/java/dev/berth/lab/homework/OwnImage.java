package dev.berth.lab.homework;

import dev.berth.lab.value.Template;
import java.util.List;
import java.util.Optional;

/**
 * An image that each student has one of their own of: a small layer over an image of the catalogue.
 *
 * @param from the image below; empty for none
 * @param command the program and arguments of its containers; as in the image below, if empty
 */
record OwnImage(Template name, Optional<String> from, List<Template> command, List<Item> items) {

    /** What the layer has. */
    sealed interface Item {

        Template path();

        /** A file with this text. */
        record Text(Template path, Template text) implements Item {
        }

        /** A program of an image of the catalogue, with bytes behind its end that nobody else's has: it does the same, and has another checksum. */
        record Program(Template path, String image, String source, Template mark) implements Item {
        }

        /** A link. */
        record Link(Template path, Template target) implements Item {
        }
    }
}

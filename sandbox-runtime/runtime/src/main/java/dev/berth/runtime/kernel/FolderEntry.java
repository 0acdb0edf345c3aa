package dev.berth.runtime.kernel;

import java.util.Optional;

/**
 * A file as its folder lists it.
 *
 * @param kind what it was then: whoever changes the folder may have put something else there since; empty: this file system does not say
 */
public record FolderEntry(String name, Optional<FileFacts.Kind> kind) {}

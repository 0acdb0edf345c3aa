package dev.berth.runtime.kernel;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A folder whose files are read by their names in it, never through a link. Somebody may change it meanwhile. Not thread safe. */
public interface ReadableFolder extends AutoCloseable {

    /**
     * The next of its files, sorted by name. A folder with thousands comes in several parts, each sorted in itself, so that none fills the memory.
     *
     * @return empty when there are no more
     */
    List<FolderEntry> nextEntries() throws IOException;

    /** @throws java.nio.file.NoSuchFileException when it is not there */
    FileFacts facts(String name) throws IOException;

    /** As {@link #facts(String)}; empty when it is not there. */
    Optional<FileFacts> find(String name) throws IOException;

    /** Of the folder itself. */
    FileFacts facts() throws IOException;

    /** @throws java.nio.file.NotDirectoryException when it is something else, a link to a folder for instance */
    ReadableFolder enter(String name) throws IOException;

    /** Opens a regular file. @throws java.nio.file.FileSystemException when something else is there now: nothing that could block is ever read */
    ReadFile read(String name) throws IOException;

    /** @throws java.nio.file.FileSystemException when it is no link */
    String linkTarget(String name) throws IOException;

    /** An extended attribute of the folder itself; empty: it has none of this name, or the file system has none at all. */
    Optional<byte[]> attribute(String attribute);

    @Override
    void close();
}

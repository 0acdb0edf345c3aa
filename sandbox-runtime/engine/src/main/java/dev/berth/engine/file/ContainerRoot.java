package dev.berth.engine.file;

import static dev.berth.engine.EngineException.Kind.NOT_FOUND;
import static dev.berth.engine.EngineException.Kind.SYSTEM;

import dev.berth.engine.EngineException;
import dev.berth.engine.tar.AccountNames;
import dev.berth.engine.work.PiecewiseOutput;
import dev.berth.runtime.kernel.ActingAs;
import dev.berth.runtime.kernel.FileFacts;
import dev.berth.runtime.kernel.OpenFolder;
import dev.berth.runtime.kernel.RootedFolder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** The root of a container's files, open for one request: what {@code docker cp} does with them, in Docker's words. Methods block. */
public final class ContainerRoot implements AutoCloseable {
    private final String container;
    private final MachineIds ids;
    private final OpenRoots.Lease lease;
    private final OpenFolder root;

    private ContainerRoot(String container, MachineIds ids, OpenRoots.Lease lease, OpenFolder root) {
        this.container = container;
        this.ids = ids;
        this.lease = lease;
        this.root = root;
    }

    /** @param container as the client named it; @param lease becomes this object's own */
    public static ContainerRoot open(String container, MachineIds ids, OpenRoots.Lease lease) {
        try {
            return new ContainerRoot(container, ids, lease, OpenFolder.open(lease.folder()));
        } catch (IOException failure) {
            lease.close();
            throw new EngineException(SYSTEM, "cannot open the files of container " + container + ": " + failure.getMessage(), failure);
        }
    }

    private interface Reading<T> {
        T read() throws IOException;
    }

    /** @param typed the path as the client gave it */
    private <T> T reading(String typed, Reading<T> work) {
        try {
            return work.read();
        } catch (NoSuchFileException missing) {
            throw new EngineException(NOT_FOUND, "Could not find the file " + typed + " in container " + container, missing);
        } catch (FileSystemException failure) {
            throw new EngineException(SYSTEM, "lstat " + typed + ": " + Extraction.reason(failure), failure);
        } catch (IOException failure) {
            throw new EngineException(SYSTEM, "cannot read " + typed + ": " + failure.getMessage(), failure);
        }
    }

    public PathFacts stat(String typed) {
        ContainerPath path = ContainerPath.parse(typed);
        return reading(typed, () -> {
            try (OpenFolder folder = root.within(path.folder())) {
                FileFacts facts = path.isFolderItself() ? folder.facts() : folder.facts(path.file());
                boolean link = facts.kind() == FileFacts.Kind.SYMBOLIC_LINK;
                return new PathFacts(path.name(), facts.kind().bits() | facts.mode(), facts.size(), facts.modified(),
                        link ? PathResolution.resolve(root, path.text()) : "");
            }
        });
    }

    /** A file, link or whole folder as a tar archive, whose entries begin with its name. Closing it closes this root as well. */
    public PiecewiseOutput archive(String typed) {
        ContainerPath path = ContainerPath.parse(typed);
        String name = path.name();
        return reading(typed, () -> {
            AccountNames names = WrittenAccounts.names(root);
            OpenFolder folder = root.within(path.folder());
            try {
                if (path.isFolderItself()) {
                    return owning(typed, TreeArchive.ofFolder(folder, name.equals("/") ? "/" : name + "/", name.equals("/") ? "/" : name + "/", ids, names));
                }
                if (folder.facts(path.file()).kind() != FileFacts.Kind.FOLDER) {
                    return owning(typed, TreeArchive.ofFile(folder, path.file(), name, ids, names));
                }
                OpenFolder below = folder.enter(path.file());
                folder.close();
                return owning(typed, TreeArchive.ofFolder(below, name + "/", name + "/", ids, names));
            } catch (IOException | RuntimeException failure) {
                folder.close();
                throw failure;
            }
        });
    }

    private PiecewiseOutput owning(String typed, PiecewiseOutput archive) {
        PiecewiseOutput owner = new OwningArchive(typed, archive);
        lease.onBreak(owner::close);
        return owner;
    }

    /** Locked, for it may be closed by another thread while a piece of it is being made: a descriptor must not be closed under a system call. */
    private final class OwningArchive implements PiecewiseOutput {
        private final String typed;
        private final PiecewiseOutput archive;
        private boolean closed;

        OwningArchive(String typed, PiecewiseOutput archive) {
            this.typed = typed;
            this.archive = archive;
        }

        @Override
        public synchronized boolean writeNext(OutputStream target) {
            if (closed) {
                throw new EngineException(SYSTEM, "container " + container + " started, stopped or was removed while it was copied from");
            }
            return reading(typed, () -> archive.writeNext(target));
        }

        @Override
        public synchronized void close() {
            closed = true;
            archive.close();
            ContainerRoot.this.close();
        }
    }

    /** @param breaking soon has this root closed, when it must not be open any more */
    public void onBreak(Runnable breaking) {
        lease.onBreak(breaking);
    }

    /** Where an archive would be put: links are followed, also the last. */
    public String extractionPoint(String typed) {
        return reading(typed, () -> {
            String path = PathResolution.resolve(root, ContainerPath.parse(typed).text());
            ContainerPath clean = new ContainerPath(path);
            try (OpenFolder folder = root.within(clean.folder())) {
                FileFacts facts = clean.isFolderItself() ? folder.facts() : folder.facts(clean.file());
                if (facts.kind() != FileFacts.Kind.FOLDER) {
                    throw new EngineException(SYSTEM, "extraction point is not a directory");
                }
                return path;
            }
        });
    }

    /** @param folder from {@link #extractionPoint}; @param tar not compressed */
    public void extract(String folder, InputStream tar, ExtractOptions options) {
        try (ActingAs machinesRoot = ActingAs.user(ids.base()); RootedFolder target = RootedFolder.open(lease.folder())) {
            new Extraction(target, root, folder, options, ids).run(tar);
        } catch (IOException failure) {
            throw new EngineException(SYSTEM, "cannot write into container " + container + ": " + failure.getMessage(), failure);
        }
    }

    /** What its {@code /etc/passwd} says. */
    public String accounts() {
        return WrittenAccounts.users(root);
    }

    @Override
    public void close() {
        root.close();
        lease.close();
    }
}

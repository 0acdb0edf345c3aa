package dev.berth.lab.account;

import java.nio.file.Path;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;

/** The lab's database in a file of a test's own. */
public final class SqliteFile {

    private SqliteFile() {
    }

    /** @param folder to hold it */
    public static Jdbi open(Path folder) {
        return open(folder.resolve("berth.db"), "latest");
    }

    /** @param version of the database's shape: its number, or {@code latest} */
    public static Jdbi open(Path file, String version) {
        String url = "jdbc:sqlite:" + file + "?journal_mode=WAL&foreign_keys=on&transaction_mode=IMMEDIATE";
        Flyway.configure().dataSource(url, null, null).target(version).load().migrate();
        return Jdbi.create(url);
    }
}

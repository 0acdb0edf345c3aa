package dev.berth.lab.account;

import java.nio.file.Path;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;

/** The lab's database in a file of a test's own. */
public final class SqliteFile {

    private SqliteFile() {
    }

    public static Jdbi open(Path folder) {
        String url = "jdbc:sqlite:" + folder.resolve("berth.db") + "?journal_mode=WAL&foreign_keys=on&transaction_mode=IMMEDIATE";
        Flyway.configure().dataSource(url, null, null).load().migrate();
        return Jdbi.create(url);
    }
}

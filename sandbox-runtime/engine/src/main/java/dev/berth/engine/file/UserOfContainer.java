package dev.berth.engine.file;

import static dev.berth.engine.EngineException.Kind.SYSTEM;

import dev.berth.engine.EngineException;

/** Whose the copies of {@code docker cp -a} are: ids of the user that a container runs as, by the container's own accounts. */
public final class UserOfContainer {
    private UserOfContainer() {}

    /** @param user {@code name|uid[:group]}; @param accounts lines of {@code /etc/passwd}. @throws EngineException SYSTEM when there is no such user */
    public static ExtractOptions.Owner find(String user, String accounts) {
        String name = user.split(":", 2)[0];
        for (String line : accounts.split("\n")) {
            String[] fields = line.split(":");
            if (fields.length > 3 && (fields[0].equals(name) || fields[2].equals(name))) {
                try {
                    return new ExtractOptions.Owner(Integer.parseInt(fields[2]), Integer.parseInt(fields[3]));
                } catch (NumberFormatException malformed) {
                    continue;
                }
            }
        }
        try {
            return new ExtractOptions.Owner(Integer.parseInt(name), 0);
        } catch (NumberFormatException notThere) {
            throw new EngineException(SYSTEM, "unable to find user " + name + ": no matching entries in passwd file", notThere);
        }
    }
}

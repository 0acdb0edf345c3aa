package dev.berth.engine.tar;

import java.util.HashMap;
import java.util.Map;

/**
 * How the owners of files are called in an archive, beside their numbers.
 *
 * @param users names by number; @param groups likewise
 */
public record AccountNames(Map<Long, String> users, Map<Long, String> groups) {
    /** Nobody has a name. */
    public static final AccountNames NONE = new AccountNames(Map.of(), Map.of());
    /** What every system has. */
    public static final AccountNames ROOT = new AccountNames(Map.of(0L, "root"), Map.of(0L, "root"));

    /** As many bytes as a header has for one. */
    private static final int LONGEST_NAME = 32;
    private static final int USER_FIELDS = 6;
    private static final int GROUP_FIELDS = 3;
    private static final int NUMBER = 2;

    /** @param users what is in {@code /etc/passwd}; @param groups in {@code /etc/group}: lines that are none are passed over */
    public static AccountNames parse(String users, String groups) {
        return new AccountNames(names(users, USER_FIELDS), names(groups, GROUP_FIELDS));
    }

    /** Of several names of one number the first counts. */
    private static Map<Long, String> names(String lines, int fewestFields) {
        Map<Long, String> names = new HashMap<>();
        for (String line : lines.split("\n")) {
            String[] fields = line.split(":", -1);
            if (fields.length >= fewestFields && isName(fields[0]) && fields[NUMBER].matches("\\d{1,10}")) {
                names.putIfAbsent(Long.parseLong(fields[NUMBER]), fields[0]);
            }
        }
        return names;
    }

    private static boolean isName(String text) {
        return !text.isEmpty() && text.length() <= LONGEST_NAME && text.chars().allMatch(each -> each > ' ' && each < 0x7f) && "+-#".indexOf(text.charAt(0)) < 0;
    }

    String user(long number) {
        return users.getOrDefault(number, "");
    }

    String group(long number) {
        return groups.getOrDefault(number, "");
    }
}

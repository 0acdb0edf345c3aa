package dev.berth.lab.terminal;

import java.util.regex.Pattern;

/**
 * How a view wants to begin.
 *
 * @param client   one per browser tab, kept over its reconnects
 * @param output   offset of the output it wants first
 * @param session  the shell that {@code output} counts; empty if the view has seen none
 * @param readOnly an instructor's: what it types or its size counts for nothing, and it holds nobody up
 */
public record ViewRequest(String client, long output, String session, boolean readOnly) {

    private static final Pattern CLIENT = Pattern.compile("[A-Za-z0-9_-]{8,64}");
    private static final Pattern OFFSET = Pattern.compile("[0-9]{1,18}");

    /** @throws IllegalArgumentException with what is wrong */
    public static ViewRequest parse(String client, String output, String session, boolean readOnly) {
        if (client == null || !CLIENT.matcher(client).matches()) {
            throw new IllegalArgumentException("the query needs a \"client\" of 8 to 64 letters, digits, _ or -");
        }
        String offset = output == null ? "0" : output;
        if (!OFFSET.matcher(offset).matches()) {
            throw new IllegalArgumentException("the query's \"output\" is not an offset");
        }
        return new ViewRequest(client, Long.parseLong(offset), session == null ? "" : session, readOnly);
    }
}

package dev.berth.lab.check;

import java.util.List;

/**
 * What a server in the machine answers to a request from outside.
 *
 * @param url what was asked for: {@code :8080/page.html}
 * @param headers each {@code NAME=VALUE}, the name in small letters
 * @param content the beginning of the answer's body
 */
public record PageFacts(String url, int status, List<String> headers, String content) {

    public PageFacts {
        headers = List.copyOf(headers);
    }
}

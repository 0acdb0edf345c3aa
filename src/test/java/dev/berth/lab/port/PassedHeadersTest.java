package dev.berth.lab.port;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PassedHeadersTest {

    @ParameterizedTest
    @CsvSource({"http://p1-vm1-a.localhost/dir/,/dir/", "http://P1-vm1-a.localhost:80/dir/?a=%20b#c,/dir/?a=%20b#c", "https://p1-vm1-a.localhost:18080,/", "/dir/,/dir/", "dir/,dir/",
            "http://example.org/x,http://example.org/x", "http://p2-vm1-a.localhost/,http://p2-vm1-a.localhost/", "http://p1-vm1-a.localhost//evil.example/,/evil.example/", "http://[,http://["})
    void aRedirectToTheSameHostKeepsThePortByWhichItWasReached(String location, String told) {
        assertThat(PassedHeaders.location(location, "p1-vm1-a.localhost:18080")).isEqualTo(told);
    }

    @Test
    void aCookieIsForOneHost() {
        assertThat(PassedHeaders.ofOneHost("a=b; Path=/; Domain=localhost; HttpOnly")).contains("a=b; Path=/; HttpOnly");
        assertThat(PassedHeaders.ofOneHost("a=b;DOMAIN = .example.net ;Secure")).contains("a=b;Secure");
        assertThat(PassedHeaders.ofOneHost("domain=b; Path=/")).contains("domain=b; Path=/");
    }

    @Test
    void noServerSetsACookieOfTheLab() {
        assertThat(PassedHeaders.ofOneHost("berth-session=x; Path=/")).isEmpty();
        assertThat(PassedHeaders.ofOneHost(" berth-port=x")).isEmpty();
    }
}

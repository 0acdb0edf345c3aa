package dev.berth.daemon.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryBytesTest {

    private static String path(String query) {
        return new String(QueryBytes.find(query, "path").orElseThrow(), StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @CsvSource({"path=/a%ff, /a\u00ff", "path=/a%C3%BC, /a\u00c3\u00bc", "path=/a\u00c3\u00bc, /a\u00c3\u00bc", "path=/a\u00ff, /a\u00ff", "p%61th=/a+b, /a b", "x=1&path=/a=b&path=/c, /a=b", "path=%2f%2B, /+"})
    void readsTheBytesThatWereSentWithEscapesOrWithout(String query, String bytes) {
        assertThat(path(query)).isEqualTo(bytes);
    }

    @Test
    void findsNothingWhereTheNameHasNoValue() {
        assertThat(QueryBytes.find("path", "path")).isEmpty();
        assertThat(QueryBytes.find("other=1", "path")).isEmpty();
        assertThat(QueryBytes.find("", "path")).isEmpty();
    }
}

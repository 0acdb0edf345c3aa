package dev.berth.lab.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SameOriginTest {

    @Test
    void holdsForOurOwnPages() {
        assertThat(SameOrigin.holds("http://berth.example:8080", null, "berth.example:8080")).isTrue();
        assertThat(SameOrigin.holds("https://berth.example", "same-origin", "berth.example")).isTrue();
        assertThat(SameOrigin.holds(null, "same-origin", "berth.example")).isTrue();
    }

    @Test
    void doesNotHoldForOthers() {
        assertThat(SameOrigin.holds("http://evil.example", null, "berth.example")).isFalse();
        assertThat(SameOrigin.holds("http://berth.example:9090", null, "berth.example:8080")).isFalse();
        assertThat(SameOrigin.holds("http://berth.example.evil.example", null, "berth.example")).isFalse();
        assertThat(SameOrigin.holds("http://berth.example", "cross-site", "berth.example")).isFalse();
        assertThat(SameOrigin.holds(null, "same-site", "berth.example")).isFalse();
    }

    @Test
    void doesNotHoldForWhatTellsNothing() {
        assertThat(SameOrigin.holds(null, null, "berth.example")).isFalse();
        assertThat(SameOrigin.holds("null", null, "berth.example")).isFalse();
        assertThat(SameOrigin.holds("http://[", null, "berth.example")).isFalse();
    }
}

package dev.tenon.samples.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @Test
    void readsNestedValues() throws IOException {
        assertThat(parse(" {\"a\": [1, 2.0, -3e2, true, false, null], \"b\": {}} "))
            .isEqualTo(Map.of("a", Arrays.asList(1L, 2.0, -300.0, true, false, null), "b", Map.of()));
    }

    @Test
    void tellsIntegersFromFloatingNumbers() throws IOException {
        assertThat(parse("[2, 2.0, 9223372036854775807]")).isEqualTo(List.of(2L, 2.0, Long.MAX_VALUE));
    }

    @Test
    void readsEscapes() throws IOException {
        assertThat(parse("\"\\\"\\\\\\/\\n\\t\\u00e9\"")).isEqualTo("\"\\/\n\t\u00e9");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[1,", "[1 2]", "{\"a\" 1}", "tru", "1 2", "\"open", "{1: 2}", "+", "\"\\x\"", "\"\\u12g4\""})
    void refusesWhatIsNotJson(String text) {
        assertThatThrownBy(() -> parse(text)).isInstanceOf(IOException.class).hasMessageContaining("JSON: expected");
    }

    @Test
    void refusesNestingWithoutEnd() {
        assertThatThrownBy(() -> parse("[".repeat(100_000))).isInstanceOf(IOException.class).hasMessageContaining("levels of nesting");
    }

    private static Object parse(String text) throws IOException {
        return Json.parse(new StringReader(text));
    }
}

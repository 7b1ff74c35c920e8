package dev.tenon.codegen.spec.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class SchemaTest {
    private static Map<?, ?> at(Map<?, ?> map, String... path) {
        Map<?, ?> found = map;
        for (var key : path) {
            found = (Map<?, ?>) Objects.requireNonNull(found.get(key), key);
        }
        return found;
    }

    @Test
    void theJsonSchemaKnowsTheKeysThatTheReaderKnows() throws IOException {
        String text;
        try (var in = SpecReader.class.getResourceAsStream("/META-INF/tenon/op-spec.schema.json")) {
            text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
        var schema = (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(text);
        assertThat(at(schema, "$defs", "fields", "properties").keySet()).map(Object::toString)
            .containsExactlyInAnyOrderElementsOf(EntryKeys.all());
        assertThat(at(schema, "properties").keySet()).map(Object::toString).containsExactlyInAnyOrder("group", "enums", "mixins",
            "missing", "ops");
    }
}

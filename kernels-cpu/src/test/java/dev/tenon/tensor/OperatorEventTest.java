package dev.tenon.tensor;

import static dev.tenon.Tenon.*;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls of operators in flight recordings. */
class OperatorEventTest {
    @TempDir
    private Path folder;

    private List<RecordedEvent> recorded(Runnable work) throws Exception {
        var file = folder.resolve("tenon.jfr");
        try (var recording = new Recording()) {
            recording.enable("dev.tenon.Operator").withoutThreshold();
            recording.start();
            work.run();
            recording.stop();
            recording.dump(file);
        }
        return RecordingFile.readAllEvents(file).stream().filter(event -> event.getEventType().getName().equals("dev.tenon.Operator"))
            .toList();
    }

    @Test
    void aCallIsAnEventAndItsPartsAreNot() throws Exception {
        var x = ones(2, 3);
        var events = recorded(() -> {
            Ops.layerNorm(x, 3);
            x.add_(1);
            x.transpose(0, 1);
        });
        assertThat(events).extracting(event -> event.getString("operator")).containsExactly("layer_norm", "add_", "transpose");
        assertThat(events).extracting(event -> event.getLong("allocated")).containsExactly(24L, 0L, 0L);
        assertThat(events.getLast().getString("inputs")).isEqualTo("float32 [2, 3]");
        assertThat(events.getLast().getString("outputs")).isEqualTo("float32 [3, 2]");
        assertThat(events.getFirst().getString("device")).isEqualTo("cpu");
        assertThat(events.getFirst().getEventType().getCategoryNames()).containsExactly("Tenon");
    }

    @Test
    void listenersHearWhatIsRecordedToo() throws Exception {
        var heard = new java.util.ArrayList<String>();
        var events = recorded(() -> OpListener.listen((op, inputs, outputs) -> heard.add(op.descriptor().called()), () -> ones(2).exp()));
        assertThat(events).extracting(event -> event.getString("operator")).contains("exp");
        assertThat(heard).contains("exp");
    }

    @Test
    void afterACallThatFailsTheNextIsAnEvent() throws Exception {
        var events = recorded(() -> {
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> ones(2).add(ones(3)));
            zeros(2).exp();
        });
        assertThat(events).extracting(event -> event.getString("operator")).contains("exp");
    }
}

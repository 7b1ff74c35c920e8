package dev.tenon.tensor;

import static dev.tenon.Tenon.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.core.ShapeException;
import dev.tenon.ops.Add;
import dev.tenon.ops.Flatten;
import dev.tenon.ops.LayerNorm;
import dev.tenon.ops.MatrixTranspose;
import dev.tenon.spi.InPlaceOp;
import dev.tenon.spi.Op;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What listeners are told of calls, in which order, and what becomes of calls when a listener fails. */
class OpListenerTest {
    private final Tensor x = ones(2, 3);
    private final Tensor sums = zeros(2, 3);

    /** Writes down every event. */
    private static class Events implements OpListener {
        final List<String> lines = new ArrayList<>();
        final List<Op> ops = new ArrayList<>();

        @Override
        public void begun(Op op, List<@Nullable Tensor> inputs) {
            lines.add("begun " + op.descriptor().name());
            ops.add(op);
        }

        @Override
        public void applied(Op op, List<@Nullable Tensor> inputs, List<Tensor> outputs) {
            lines.add("applied " + op.descriptor().name());
        }

        @Override
        public void failed(Op op, List<@Nullable Tensor> inputs, Throwable cause) {
            lines.add("failed " + op.descriptor().name());
        }
    }

    // ---- events -----------------------------------------------------------------------------------------------------

    @Test
    void a_composite_is_one_call_with_its_attributes() {
        var events = new Events();
        OpListener.listen(events, () -> Ops.layerNorm(x, 3));
        assertThat(events.lines).containsExactly("begun layer_norm", "applied layer_norm");
        assertThat(events.ops).singleElement().isInstanceOfSatisfying(LayerNorm.class, op -> {
            assertThat(op.normalizedShape().toArray()).containsExactly(3);
            assertThat(op.eps()).isEqualTo(1e-5);
        });
    }

    @Test
    void parts_are_told_between_the_begin_and_the_end_of_their_call() {
        var events = new Events();
        OpListener.listen(OpListener.withParts(events), x::ravel);
        assertThat(events.lines).containsExactly("begun ravel", "begun reshape", "begun view", "applied view", "applied reshape",
            "applied ravel");
    }

    @Test
    void a_listener_chooses_the_calls_whose_parts_it_hears() {
        var events = new Events() {
            @Override
            public boolean inside(Op op) {
                return op instanceof Flatten;
            }
        };
        OpListener.listen(events, () -> {
            x.flatten();
            x.reshape(3, 2);
        });
        assertThat(events.lines).containsExactly("begun flatten", "begun view", "applied view", "applied flatten", "begun reshape",
            "applied reshape");
    }

    @Test
    void absent_inputs_are_null_and_tensors_of_a_list_stand_in_its_place() {
        var seen = new ArrayList<List<@Nullable Tensor>>();
        OpListener.listen((op, inputs, outputs) -> seen.add(inputs), () -> {
            Ops.layerNorm(x, 3);
            Ops.cat(List.of(x, sums), 0);
        });
        assertThat(seen.get(0)).containsExactly(x, null, null);
        assertThat(seen.get(1)).containsExactly(x, sums);
    }

    // ---- changes in place -------------------------------------------------------------------------------------------

    @Test
    void the_form_in_place_of_an_operator_is_told_with_its_attributes() {
        var events = new Events();
        OpListener.listen(events, () -> sums.add_(x, 2));
        assertThat(events.lines).containsExactly("begun add_", "applied add_");
        assertThat(events.ops).singleElement().isInstanceOfSatisfying(InPlaceOp.class,
            op -> assertThat(op.op()).isEqualTo(new Add(2)));
    }

    @Test
    void changes_that_are_no_operator_of_the_spec_are_told_as_well() {
        var events = new Events();
        OpListener.listen(events, () -> {
            sums.copy_(x);
            sums.fill_(2);
            sums.zero_();
            sums.set(1, 0, 1);
            sums.get(all(), at(1));
            sums.clamp_(0, 1);
        });
        assertThat(events.lines).filteredOn(line -> line.startsWith("begun")).containsExactly("begun copy_", "begun fill_", "begun zero_",
            "begun set", "begun __getitem__", "begun clamp_");
        assertThat(events.lines).hasSize(12);
    }

    @Test
    void an_entry_names_its_record_where_another_one_has_the_operators_name() {
        var events = new Events();
        OpListener.listen(events, () -> x.t());
        assertThat(events.ops).singleElement().isInstanceOf(MatrixTranspose.class);
    }

    // ---- failures ---------------------------------------------------------------------------------------------------

    @Test
    void a_part_that_fails_is_told_before_its_call_that_fails_with_it() {
        var events = new Events();
        var other = ones(4, 5);
        assertThatThrownBy(() -> OpListener.listen(OpListener.withParts(events), () -> Ops.cosineSimilarity(x, other, 1, 1e-8)))
            .isInstanceOf(ShapeException.class).hasMessageStartingWith("cosine_similarity: ");
        assertThat(events.lines).startsWith("begun cosine_similarity").endsWith("failed cosine_similarity");
        assertThat(events.lines).filteredOn(line -> line.startsWith("begun")).hasSameSizeAs(
            events.lines.stream().filter(line -> !line.startsWith("begun")).toList());
    }

    @Test
    void a_call_that_is_refused_before_it_computes_is_told_as_failed() {
        var events = new Events();
        assertThatThrownBy(() -> OpListener.listen(events, () -> x.flatten(1, 0))).isInstanceOf(ShapeException.class);
        assertThat(events.lines).containsExactly("begun flatten", "failed flatten");
    }

    @Test
    void what_a_listener_throws_reaches_the_caller_when_the_work_has_ended() {
        var told = new ArrayList<String>();
        assertThatThrownBy(() -> OpListener.listen((op, inputs, outputs) -> {
            told.add(op.descriptor().name());
            throw new IllegalStateException("full disk");
        }, () -> {
            sums.add_(x);
            sums.add_(x);
        })).isInstanceOf(IllegalStateException.class).hasMessage("full disk");
        assertThat(told).containsExactly("add_");
        assertThat(sums.get(1, 2).item()).isEqualTo(2);
    }

    @Test
    void a_listener_that_fails_does_not_hide_the_failure_of_the_work() {
        assertThatThrownBy(() -> OpListener.listen((op, inputs, outputs) -> {
            throw new IllegalStateException("full disk");
        }, () -> {
            x.relu();
            x.flatten(1, 0);
        })).isInstanceOf(ShapeException.class).satisfies(e -> assertThat(e.getSuppressed()).singleElement()
            .isInstanceOf(IllegalStateException.class));
        var events = new Events();
        OpListener.listen(events, x::relu);
        assertThat(events.lines).containsExactly("begun relu", "applied relu");
    }

    @Test
    void gradients_do_not_depend_on_who_listens() {
        var w = ones(2, 3).requiresGrad_(true);
        OpListener.listen(OpListener.withParts(new Events()), () -> Ops.layerNorm(w.mul(2), 3).sum().backward());
        var heard = Objects.requireNonNull(w.grad()).clone();
        w.zeroGrad();
        Ops.layerNorm(w.mul(2), 3).sum().backward();
        assertThat(Ops.eq(heard, Objects.requireNonNull(w.grad())).all().item()).isEqualTo(1);
    }

    // ---- who is told ------------------------------------------------------------------------------------------------

    @Test
    void operators_that_a_listener_calls_are_not_told() {
        var names = new ArrayList<String>();
        OpListener.listen((op, inputs, outputs) -> {
            names.add(op.descriptor().name());
            outputs.getFirst().sum();
        }, x::relu);
        assertThat(names).containsExactly("relu");
    }

    @Test
    void a_listener_within_another_takes_its_place_until_its_work_has_ended() {
        var outer = new Events();
        var inner = new Events();
        OpListener.listen(outer, () -> {
            x.relu();
            OpListener.listen(inner, x::exp);
            x.abs();
        });
        x.neg();
        assertThat(outer.lines).containsExactly("begun relu", "applied relu", "begun abs", "applied abs");
        assertThat(inner.lines).containsExactly("begun exp", "applied exp");
    }

    @Test
    void a_listener_hears_its_own_thread_only() throws InterruptedException {
        var events = new Events();
        var others = new Events();
        OpListener.listen(events, () -> {
            var thread = new Thread(() -> {
                x.exp();
                OpListener.listen(others, x::abs);
            });
            thread.start();
            join(thread);
            x.relu();
        });
        assertThat(events.lines).containsExactly("begun relu", "applied relu");
        assertThat(others.lines).containsExactly("begun abs", "applied abs");
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}

package dev.tenon.tensor;

import static dev.tenon.Tenon.*;
import static dev.tenon.tensor.Expect.elements;
import static dev.tenon.tensor.Expect.gradient;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.core.AutogradException;
import dev.tenon.core.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Backward passes of several threads that meet at a leaf or in a graph. */
class ConcurrentBackwardTest {
    private static final int THREADS = 4;

    @Test
    void no_gradient_that_several_threads_bring_to_one_leaf_is_lost() throws Exception {
        for (int round = 0; round < 20; round++) {
            var leaf = ones(3).requiresGrad_();
            for (var done : atOnce(() -> {
                for (int i = 0; i < 100; i++) {
                    leaf.mul(2).sum().backward();
                }
                return null;
            })) {
                done.get();
            }
            gradient(leaf, 800, 800, 800);
        }
    }

    @Test
    void threads_that_retain_one_graph_may_walk_it_together() throws Exception {
        var leaf = ones(DType.FLOAT64, 5).requiresGrad_();
        var loss = deep(leaf);
        loss.backward(o -> o.retainGraph());
        var once = leaf.grad().clone();
        leaf.zeroGrad();
        for (var done : atOnce(() -> {
            for (int i = 0; i < 20; i++) {
                loss.backward(o -> o.retainGraph());
            }
            return null;
        })) {
            done.get();
        }
        elements(leaf.grad().div(once), 80, 80, 80, 80, 80);
    }

    @Test
    void of_threads_that_release_one_graph_each_succeeds_whole_or_is_told_why() throws Exception {
        for (int round = 0; round < 100; round++) {
            var leaf = ones(DType.FLOAT64, 5).requiresGrad_();
            var once = ones(DType.FLOAT64, 5).requiresGrad_();
            deep(once).backward();
            var loss = deep(leaf);
            int succeeded = 0;
            for (var done : atOnce(() -> {
                loss.backward();
                return null;
            })) {
                try {
                    done.get();
                    succeeded++;
                } catch (ExecutionException e) {
                    assertThat(e.getCause()).isInstanceOf(AutogradException.class).hasMessageContaining("retainGraph");
                }
            }
            assertThat(succeeded).isPositive();
            double times = succeeded;
            elements(leaf.grad().div(once.grad()), times, times, times, times, times);
        }
    }

    private static Tensor deep(Tensor leaf) {
        var x = leaf;
        for (int i = 0; i < 40; i++) {
            x = x.mul(leaf).add(leaf).tanh();
        }
        return x.sum();
    }

    private static List<Future<Void>> atOnce(Callable<Void> task) {
        var barrier = new CyclicBarrier(THREADS);
        var futures = new ArrayList<Future<Void>>();
        try (var threads = Executors.newFixedThreadPool(THREADS)) {
            for (int i = 0; i < THREADS; i++) {
                futures.add(threads.submit(() -> {
                    barrier.await();
                    return task.call();
                }));
            }
        }
        return futures;
    }
}

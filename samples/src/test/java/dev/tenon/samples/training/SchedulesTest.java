package dev.tenon.samples.training;

import static dev.tenon.Tenon.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.tenon.core.ArgumentException;
import dev.tenon.optim.Adam;
import dev.tenon.optim.Optimizer;
import dev.tenon.optim.Sgd;
import dev.tenon.optim.schedule.LinearLr;
import dev.tenon.optim.schedule.ReduceLrOnPlateau;
import dev.tenon.optim.schedule.Schedule;
import dev.tenon.optim.schedule.Schedulers;
import dev.tenon.tensor.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Schedules of two groups against PyTorch, and what they refuse. */
class SchedulesTest {
    /** Learning rates 0.1 and 0.02. */
    private static Optimizer<?> optimizer(boolean adam) {
        var first = List.of(ones(1).requiresGrad_());
        var second = List.of(ones(1).requiresGrad_());
        return adam ? Adam.DEFAULT.lr(0.1).over(first).add(second, o -> o.lr(0.02))
            : Sgd.DEFAULT.lr(0.1).momentum(0.9).over(first).add(second, o -> o.lr(0.02));
    }

    private static double momentum(Optimizer<?> optimizer, int group) {
        var settings = optimizer.groups().get(group).settings();
        return settings.get("betas") instanceof List<?> betas ? (double) betas.getFirst() : (double) settings.get("momentum");
    }

    private static void hold(Optimizer<?> optimizer, double[] expected, String what) {
        for (int g = 0; g < 2; g++) {
            assertThat(optimizer.groups().get(g).lr()).as("%s, rate of group %d", what, g).isCloseTo(expected[g], within(1e-12));
            if (expected.length > 2) {
                assertThat(momentum(optimizer, g)).as("%s, momentum of group %d", what, g).isCloseTo(expected[2 + g], within(1e-12));
            }
        }
    }

    static Stream<Arguments> cases() {
        return Stream.of(
            arguments(
                sequentialLr(List.of(linearLr(o -> o.startFactor(0.25).totalIters(3)), exponentialLr(o -> o.gamma(0.5)),
                    cosineAnnealing(o -> o.tMax(4))), 3, 6),
                false,
                new double[][] {{0.025, 0.005}, {0.05, 0.01}, {0.07500000000000001, 0.015}, {0.1, 0.02}, {0.05, 0.01}, {0.025, 0.005},
                    {0.1, 0.02}, {0.08535533905932738, 0.017071067811865476}, {0.05, 0.01}, {0.014644660940672627, 0.0029289321881345253},
                    {0.0, 0.0}, {0.014644660940672622, 0.0029289321881345244}, {0.05000000000000001, 0.010000000000000002}}),
            arguments(chainedLr(constantLr(o -> o.factor(0.5).totalIters(3)), exponentialLr(o -> o.gamma(0.9))), false,
                new double[][] {{0.05, 0.01}, {0.045000000000000005, 0.009000000000000001}, {0.04050000000000001, 0.008100000000000001},
                    {0.07290000000000002, 0.014580000000000003}, {0.06561000000000002, 0.013122000000000003},
                    {0.05904900000000002, 0.011809800000000004}, {0.05314410000000002, 0.010628820000000004}}),
            arguments(cyclicLr(o -> o.baseLr(0.01, 0.02).maxLr(0.1, 0.2).stepSizeUp(2).stepSizeDown(3).mode("triangular2")), false,
                new double[][] {{0.01, 0.02, 0.9, 0.9}, {0.055, 0.11, 0.8500000000000001, 0.8500000000000001},
                    {0.09999999999999999, 0.19999999999999998, 0.8, 0.8},
                    {0.06999999999999999, 0.13999999999999999, 0.8333333333333334, 0.8333333333333334},
                    {0.039999999999999994, 0.07999999999999999, 0.8666666666666667, 0.8666666666666667}, {0.01, 0.02, 0.9, 0.9},
                    {0.03250000000000002, 0.06500000000000004, 0.875, 0.875}, {0.055, 0.11, 0.8500000000000001, 0.8500000000000001},
                    {0.039999999999999994, 0.07999999999999999, 0.8666666666666667, 0.8666666666666667},
                    {0.025000000000000015, 0.05000000000000003, 0.8833333333333333, 0.8833333333333333}, {0.01, 0.02, 0.9, 0.9},
                    {0.021250000000000012, 0.042500000000000024, 0.8875000000000001, 0.8875000000000001}}),
            arguments(cyclicLr(o -> o.baseLr(0.01).maxLr(0.1).stepSizeUp(3).mode("exp_range").gamma(0.9)), true,
                new double[][] {{0.01, 0.01, 0.9, 0.9}, {0.03700000000000001, 0.03700000000000001, 0.87, 0.87},
                    {0.0586, 0.0586, 0.8460000000000001, 0.8460000000000001},
                    {0.07561000000000001, 0.07561000000000001, 0.8271000000000001, 0.8271000000000001},
                    {0.04936600000000002, 0.04936600000000002, 0.85626, 0.85626},
                    {0.027714699999999988, 0.027714699999999988, 0.880317, 0.880317}, {0.01, 0.01, 0.9, 0.9},
                    {0.02434890700000003, 0.02434890700000003, 0.8840567699999999, 0.8840567699999999}}),
            arguments(oneCycle(o -> o.maxLr(0.1, 0.5).totalSteps(11).threePhase(true).annealStrategy("linear").pctStart(0.4)), true,
                new double[][] {{0.004, 0.02, 0.95, 0.95},
                    {0.032235294117647056, 0.16117647058823525, 0.9205882352941176, 0.9205882352941176},
                    {0.06047058823529411, 0.30235294117647055, 0.8911764705882352, 0.8911764705882352},
                    {0.08870588235294116, 0.44352941176470584, 0.861764705882353, 0.861764705882353},
                    {0.08305882352941178, 0.41529411764705887, 0.8676470588235293, 0.8676470588235293},
                    {0.05482352941176473, 0.27411764705882363, 0.8970588235294117, 0.8970588235294117},
                    {0.026588235294117663, 0.13294117647058834, 0.926470588235294, 0.926470588235294},
                    {0.003750025000000001, 0.018750125000000003, 0.95, 0.95}, {0.002500150000000001, 0.012500750000000003, 0.95, 0.95},
                    {0.0012502750000000008, 0.006251375000000002, 0.95, 0.95},
                    {4.0000000000022656e-07, 1.9999999999985307e-06, 0.95, 0.95}}),
            arguments(oneCycle(o -> o.maxLr(0.5).epochs(4).stepsPerEpoch(3).divFactor(10).finalDivFactor(100)), false,
                new double[][] {{0.04999999999999999, 0.04999999999999999, 0.95, 0.95},
                    {0.19521390041542952, 0.19521390041542952, 0.9177302443521267, 0.9177302443521267},
                    {0.44341491833849783, 0.44341491833849783, 0.8625744625914449, 0.8625744625914449},
                    {0.49721049884972585, 0.49721049884972585, 0.8505584586887436, 0.8505584586887436},
                    {0.46653984459516357, 0.46653984459516357, 0.856698729810778, 0.856698729810778},
                    {0.40596657801421865, 0.40596657801421865, 0.8688255099070633, 0.8688255099070633},
                    {0.32386510480912334, 0.32386510480912334, 0.8852622412794547, 0.8852622412794547},
                    {0.23158615912679054, 0.23158615912679054, 0.9037365046793212, 0.9037365046793212},
                    {0.14188753615538988, 0.14188753615538988, 0.9216941869558779, 0.9216941869558779},
                    {0.06717029501050092, 0.06717029501050092, 0.9366525935914912, 0.9366525935914912},
                    {0.017764281276110017, 0.017764281276110017, 0.9465436874322102, 0.9465436874322102}, {0.0005, 0.0005, 0.95, 0.95}}),
            arguments(swaLr(o -> o.swaLr(0.05).annealEpochs(4)), false,
                new double[][] {{0.1, 0.02}, {0.09267766952966369, 0.024393398282201786}, {0.075, 0.034999999999999996},
                    {0.057322330470336316, 0.04560660171779821}, {0.05, 0.05}, {0.05, 0.05}, {0.05, 0.05}}),
            arguments(swaLr(o -> o.swaLr(0.05, 0.01).annealEpochs(3).annealStrategy("linear")), false,
                new double[][] {{0.1, 0.02}, {0.08333333333333334, 0.01666666666666667}, {0.06666666666666668, 0.013333333333333334},
                    {0.05, 0.01}, {0.05, 0.01}, {0.05, 0.01}}),
            arguments(lambdaLr(o -> o.lrLambda(e -> 1.0 / (1 + e), e -> Math.pow(0.9, e))), false,
                new double[][] {{0.1, 0.02}, {0.05, 0.018000000000000002}, {0.03333333333333333, 0.016200000000000003},
                    {0.025, 0.014580000000000003}, {0.020000000000000004, 0.013122}}),
            arguments(multiplicativeLr(o -> o.lrLambda(e -> 0.95)), false,
                new double[][] {{0.1, 0.02}, {0.095, 0.019}, {0.09025, 0.01805}, {0.0857375, 0.0171475},
                    {0.08145062499999998, 0.016290125}}),
            arguments(multiStepLr(o -> o.milestones(2, 2, 4).gamma(0.5)), false,
                new double[][] {{0.1, 0.02}, {0.1, 0.02}, {0.025, 0.005}, {0.025, 0.005}, {0.0125, 0.0025}, {0.0125, 0.0025}}),
            arguments(
                sequentialLr(List.of(constantLr(o -> o.factor(0.1).totalIters(2)), multiStepLr(o -> o.milestones(1, 3).gamma(0.5))), 2),
                false, new double[][] {{0.010000000000000002, 0.002}, {0.010000000000000002, 0.002}, {0.1, 0.02}, {0.05, 0.01},
                    {0.05, 0.01}, {0.025, 0.005}, {0.025, 0.005}, {0.025, 0.005}}));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void rates_and_momenta_are_PyTorchs(Schedule<?> schedule, boolean adam, double[][] expected) {
        var optimizer = optimizer(adam);
        var scheduler = schedule.over(optimizer);
        for (int i = 0; i < expected.length; i++) {
            hold(optimizer, expected[i], schedule + " after " + i);
            assertThat(scheduler.lastLr()).containsExactly(optimizer.groups().get(0).lr(), optimizer.groups().get(1).lr());
            if (i < expected.length - 1) {
                scheduler.step();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void a_saved_state_goes_on_where_it_was(Schedule<?> schedule, boolean adam, double[][] expected) {
        var optimizer = optimizer(adam);
        var scheduler = schedule.over(optimizer);
        for (int i = 0; i < 3; i++) {
            scheduler.step();
        }
        var saved = copies(scheduler.stateDict());
        var savedOptimizer = copies(optimizer.stateDict());
        var other = optimizer(adam);
        var resumed = schedule.over(other);
        other.loadStateDict(savedOptimizer);
        resumed.loadStateDict(saved);
        assertThat(resumed.lastLr()).isEqualTo(scheduler.lastLr());
        for (int i = 4; i < expected.length; i++) {
            resumed.step();
            hold(other, expected[i], schedule + " resumed, after " + i);
        }
    }

    private static Map<String, Tensor> copies(Map<String, Tensor> state) {
        var copies = new HashMap<String, Tensor>();
        state.forEach((name, tensor) -> copies.put(name, tensor.clone()));
        return copies;
    }

    private static void plateau(ReduceLrOnPlateau schedule, double[] measures, double[][] expected) {
        var optimizer = optimizer(false);
        var scheduler = schedule.over(optimizer);
        hold(optimizer, expected[0], "at first");
        for (int i = 0; i < measures.length; i++) {
            var before = copies(scheduler.stateDict());
            scheduler = schedule.over(optimizer);
            scheduler.loadStateDict(before);
            scheduler.step(measures[i]);
            hold(optimizer, expected[i + 1], schedule + " after " + (i + 1));
        }
    }

    @Test
    void a_plateau_lowers_the_rate_as_PyTorch_does_and_resumes_at_every_step() {
        plateau(ReduceLrOnPlateau.DEFAULT.factor(0.5).patience(1).cooldown(1).minLr(0.02, 0.01).threshold(0.1),
            new double[] {1.0, 0.95, 0.94, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5}, new double[][] {{0.1, 0.02}, {0.1, 0.02}, {0.1, 0.02},
                {0.05, 0.01}, {0.05, 0.01}, {0.05, 0.01}, {0.025, 0.01}, {0.025, 0.01}, {0.025, 0.01}, {0.02, 0.01}, {0.02, 0.01}});
        plateau(ReduceLrOnPlateau.DEFAULT.mode("max").factor(0.5).patience(0).threshold(0.1).thresholdMode("abs"),
            new double[] {1.0, 1.05, 1.2, 1.31, 1.3},
            new double[][] {{0.1, 0.02}, {0.1, 0.02}, {0.05, 0.01}, {0.05, 0.01}, {0.05, 0.01}, {0.025, 0.005}});
    }

    @Test
    void names_and_arguments_are_PyTorchs() {
        var optimizer = optimizer(false);
        var scheduler = Schedulers.create("SequentialLR", Map.of("milestones", List.of(2), "schedulers", List.of(
            Map.of("scheduler", "ConstantLR", "args", Map.of("factor", 0.5, "total_iters", 2)),
            Map.of("scheduler", "StepLR", "args", Map.of("step_size", 1, "last_epoch", -1)))), optimizer);
        assertThat(optimizer.lr()).isEqualTo(0.05);
        scheduler.step();
        scheduler.step();
        assertThat(optimizer.lr()).isEqualTo(0.1);
        assertThat(scheduler.stateDict()).containsKeys("_schedulers.1.gamma", "_schedulers.0.last_epoch", "last_epoch", "_last_lr");
        assertThatThrownBy(() -> Schedulers.create("StpLR", Map.of(), optimizer)).isInstanceOf(ArgumentException.class)
            .hasMessageContaining("there is no 'StpLR'").hasMessageContaining("CosineAnnealingLR");
        assertThatThrownBy(() -> Schedulers.create("StepLR", Map.of("size", 3), optimizer)).hasMessageContaining(
            "StepLR: does not take 'size'").hasMessageContaining("step_size");
    }

    @Test
    void a_warm_up_rises_to_the_rate_and_hands_over() {
        var optimizer = optimizer(false);
        var scheduler = warmUp(4, exponentialLr(o -> o.gamma(0.5))).over(optimizer);
        assertThat(optimizer.lr()).isCloseTo(0.001, within(1e-15));
        for (int i = 0; i < 4; i++) {
            scheduler.step();
        }
        assertThat(optimizer.lr()).isEqualTo(0.1);
        scheduler.step();
        assertThat(optimizer.lr()).isEqualTo(0.05);
    }

    @Test
    void wrong_arguments_are_refused_with_a_way_out() {
        assertThatThrownBy(() -> cosineAnnealing(o -> o.etaMin(1e-5)).over(optimizer(false))).isInstanceOf(ArgumentException.class)
            .hasMessageContaining("CosineAnnealingLR: T_max is missing").hasMessageContaining("o -> o.tMax(...)");
        assertThatThrownBy(() -> stepLr(o -> o.stepSize(0)).over(optimizer(false))).hasMessageContaining(
            "StepLR: step_size must be at least 1, got 0");
        assertThatThrownBy(() -> linearLr(o -> o.startFactor(2)).over(optimizer(false)))
            .hasMessageContaining("start_factor must be in (0, 1]");
        assertThatThrownBy(() -> oneCycle(o -> o.maxLr(1, 2, 3).totalSteps(5)).over(optimizer(false)))
            .hasMessageContaining("max_lr must have one value or one for each of the 2 groups, got 3");
        assertThatThrownBy(() -> oneCycle(o -> o.maxLr(1).totalSteps(5)).over(adagrad(o -> o).over(List.of(ones(1).requiresGrad_()))))
            .hasMessageContaining("Adagrad has neither momentum nor betas").hasMessageContaining("cycleMomentum(false)");
        assertThatThrownBy(() -> sequentialLr(List.of(LinearLr.DEFAULT, LinearLr.DEFAULT), 1, 2).over(optimizer(false)))
            .hasMessageContaining("got 2 for 2 schedules");
        assertThatThrownBy(() -> chainedLr(ReduceLrOnPlateau.DEFAULT)).hasMessageContaining("follows a measure");
        assertThatThrownBy(() -> ReduceLrOnPlateau.DEFAULT.over(optimizer(false)).step()).hasMessageContaining("step(loss)");
        var scheduler = oneCycle(o -> o.maxLr(1).totalSteps(2)).over(optimizer(false));
        scheduler.step();
        scheduler.step();
        assertThatThrownBy(scheduler::step).hasMessageContaining("there are 2 steps, and no step 3");
        assertThatThrownBy(() -> scheduler.loadStateDict(LinearLr.DEFAULT.over(optimizer(false)).stateDict()))
            .hasMessageContaining("another schedule");
    }

    @Test
    void a_schedule_may_give_an_optimizer_a_momentum_before_its_first_step() {
        var parameter = ones(1).requiresGrad_();
        var optimizer = Sgd.DEFAULT.over(List.of(parameter));
        oneCycle(o -> o.maxLr(1).totalSteps(5)).over(optimizer);
        assertThat(optimizer.options().momentum()).isEqualTo(0.95);
        assertThat(optimizer.stateDict()).containsKeys("0.momentum_buffer", "group.0.initial_lr");
    }
}

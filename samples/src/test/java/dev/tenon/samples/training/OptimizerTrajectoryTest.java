package dev.tenon.samples.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.optim.Optimizer;
import dev.tenon.optim.Optimizers;
import dev.tenon.samples.EmulatedGpu;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Optimizers with other settings than their defaults against PyTorch: a linear regression with a matrix and a vector. */
class OptimizerTrajectoryTest {
    private static Tensor of(Device device, double[] values, long... shape) {
        return Creation.of(values, DType.FLOAT64, device, shape);
    }

    /** A linear map, its data, and an optimizer of it. */
    private record Regression(Tensor weight, Tensor bias, Tensor x, Tensor y, Optimizer<?> optimizer) {
        static Regression of(String name, Map<String, ?> settings, Device device) {
            var weight = OptimizerTrajectoryTest.of(device, new double[] {0.5, -1, 2, 1.5, 0.25, -0.75}, 2, 3).requiresGrad_(true);
            var bias = OptimizerTrajectoryTest.of(device, new double[] {0.1, -0.2}, 2).requiresGrad_(true);
            return new Regression(weight, bias, OptimizerTrajectoryTest.of(device, new double[] {1, 2, -1, 0.5, -0.5, 1.5}, 2, 3),
                OptimizerTrajectoryTest.of(device, new double[] {1, -1, 0.5, 2}, 2, 2),
                Optimizers.create(name, settings, name.equals("Muon") ? List.of(weight) : List.of(weight, bias)));
        }

        Tensor loss() {
            optimizer.zeroGrad();
            bias.zeroGrad();
            var loss = Ops.linear(x, weight, bias).sub(y).square().sum();
            loss.backward();
            return loss;
        }

        void step(int times) {
            for (int i = 0; i < times; i++) {
                optimizer.step(this::loss);
            }
        }

        double[] values() {
            return DoubleStream.concat(DoubleStream.of(weight.toDoubleArray()), DoubleStream.of(bias.toDoubleArray())).toArray();
        }
    }

    static Stream<Arguments> cases() {
        return Stream.of(
            arguments("NAdam",
                Map.of(
                    "lr", 0.05, "betas", List.of(0.8, 0.95), "weight_decay", 0.1, "decoupled_weight_decay", true, "momentum_decay", 0.01),
                5,
                new double[] {0.6973579523386053, -0.75910827293097, 1.7315914979850402, 1.2574016674953004, 0.029394886744267157,
                    -0.513292513021542, 0.27716317036338356, -0.3535857700180047}),
            arguments("NAdam", Map.of("lr", 0.05, "weight_decay", 0.1, "maximize", true), 5,
                new double[] {0.28789386506269493, -1.2082672858063144, 2.2061500751011924, 1.7145334255497275, 0.4595342245409761,
                    -0.9569663298330185, -0.12232777903782395, 0.025468879592590858}),
            arguments("RAdam", Map.of("lr", 0.05, "weight_decay", 0.1, "decoupled_weight_decay", true), 8,
                new double[] {0.8104741046404822, 1.0564821119541121, -0.2145480538016817, 1.177296424007248, -1.3898625881481812,
                    1.0098645164738793, -0.025872999079125537, -0.08861497992809077}),
            arguments("RAdam", Map.of("lr", 0.05, "betas", List.of(0.7, 0.8), "weight_decay", 0.1), 12,
                new double[] {0.5566546080088849, 0.5158989594638125, 0.19363646752401376, 1.39766622734168, -0.944791013116327,
                    0.679215556876938, -0.21738324450363383, 0.08529472655810026}),
            arguments("Adamax", Map.of("lr", 0.05, "betas", List.of(0.8, 0.9), "weight_decay", 0.1, "maximize", true), 5,
                new double[] {0.26346000172172435, -1.2415179072717004, 2.2443544778634568, 1.7335987930312007, 0.4898654576609883,
                    -0.9931902879307961, -0.12398666800508139, 0.020606898876083038}),
            arguments("Adagrad", Map.of("lr", 0.1, "lr_decay", 0.1, "weight_decay", 0.1, "initial_accumulator_value", 0.5, "eps", 0.001), 5,
                new double[] {0.7537495542407365, -0.7316153080871887, 1.7263727263639699, 1.2519561772438812, -0.014704569371906877,
                    -0.478904982247215, 0.27971647714956177, -0.34556721210592234}),
            arguments("Adadelta", Map.of("lr", 0.5, "rho", 0.8, "eps", 0.0001, "weight_decay", 0.1), 5,
                new double[] {0.559118199032523, -0.9402176269533526, 1.9399173671615049, 1.4411581712967902, 0.19041331682986737,
                    -0.690041144268657, 0.15683361927537912, -0.2558464951064654}),
            arguments("Rprop", Map.of("lr", 0.1, "etas", List.of(0.4, 1.5), "step_sizes", List.of(0.05, 0.2)), 8,
                new double[] {1.1499999999999997, 0.45, 0.5500000000000003, 1.2300000000000004, -1.0, 0.5, -0.3350000000000001,
                    0.23500000000000001}),
            arguments("ASGD", Map.of("lr", 0.02, "lambd", 0.01, "alpha", 0.6, "t0", 2.0, "weight_decay", 0.1), 6,
                new double[] {0.7407401037672768, 0.24867876725026064, 0.738515766323105, 1.281750343594274, -0.7513928220106846,
                    0.25971845528621157, 0.09900586201451694, -0.1956114762048568}),
            arguments("Adafactor", Map.of("lr", 0.1), 5,
                new double[] {0.948277311306374, -0.5263294020498003, 1.5161624829829314, 1.077648300636075, -0.21103747682172994,
                    -0.2731773971157115, 0.14741038367084205, -0.23067461296840014}),
            arguments("Adafactor",
                Map.of("lr", 0.05, "beta2_decay", -0.5, "eps", List.of(0.0001, 0.01), "d", 1.5, "weight_decay", 0.1, "maximize", true), 5,
                new double[] {0.17003582678329063, -1.2900698584761245, 2.263842019515894, 1.783708748088428, 0.5605741820674762,
                    -1.0460432242205804, 0.060403981127026794, -0.15771253148496003}),
            arguments("LBFGS", Map.of("lr", 0.5, "max_iter", 4, "history_size", 2), 3,
                new double[] {0.6437452045819186, 0.4182919143023802, 0.3485194552333566, 1.3835179652569278, -0.8941349740968517,
                    0.5813765742240136, -0.13318863046426183, -0.012758399872836891}),
            arguments("LBFGS", Map.of("lr", 1.0, "max_iter", 4, "line_search_fn", "strong_wolfe"), 2,
                new double[] {0.6435643492639924, 0.41881183804449895, 0.34752479804732334, 1.3836633721343425, -0.8945544206419124,
                    0.5821781810797867, -0.13366336390817857, -0.012376239562124977}),
            arguments("Muon", Map.of("lr", 0.1, "momentum", 0.9, "nesterov", false, "ns_steps", 3), 5,
                new double[] {0.5365959705779297, -0.7455481100230467, 1.7316382461281252, 1.396547723949609, 0.08328021137929688,
                    -0.5546699611242186}),
            arguments("Muon", Map.of("lr", 0.1, "adjust_lr_fn", "match_rms_adamw"), 5, new double[] {0.4991628234561853, -0.876706958765241,
                1.852428822746873, 1.4205121760918935, 0.19382054891248665, -0.6513820760383287}));
    }

    private static void trajectory(String name, Map<String, ?> settings, int steps, double[] expected, Device device) {
        var regression = Regression.of(name, settings, device);
        regression.step(steps);
        var found = regression.values();
        for (int i = 0; i < expected.length; i++) {
            assertThat(found[i]).as("%s %s, element %d", name, settings, i).isCloseTo(expected[i], within(1e-9));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void parameters_go_where_PyTorchs_go(String name, Map<String, ?> settings, int steps, double[] expected) {
        trajectory(name, settings, steps, expected, Device.CPU);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void and_so_they_do_on_a_GPU(String name, Map<String, ?> settings, int steps, double[] expected) {
        trajectory(name, settings, steps, expected, EmulatedGpu.device());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void a_saved_state_goes_on_bitwise(String name, Map<String, ?> settings, int steps, double[] expected) {
        var whole = Regression.of(name, settings, Device.CPU);
        whole.step(2);
        var saved = new HashMap<String, Tensor>();
        whole.optimizer().stateDict().forEach((key, tensor) -> saved.put(key, tensor.clone()));
        var resumed = Regression.of(name, Map.of(), Device.CPU);
        resumed.weight().detach().copy_(whole.weight().detach());
        resumed.bias().detach().copy_(whole.bias().detach());
        resumed.optimizer().loadStateDict(saved);
        whole.step(steps);
        resumed.step(steps);
        assertThat(resumed.values()).containsExactly(whole.values());
        assertThat(resumed.optimizer().groups()).isEqualTo(whole.optimizer().groups());
    }
}

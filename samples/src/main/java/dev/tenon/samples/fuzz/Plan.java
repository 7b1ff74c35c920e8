package dev.tenon.samples.fuzz;

import dev.tenon.Tenon;
import dev.tenon.core.Device;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** The calls of one family, device and seed, each found by its place alone, in any process. */
final class Plan {
    private static final long STRIDE = 0x9E3779B97F4A7C15L;

    private final Family family;
    private final List<Device> devices;
    private final long seed;

    Plan(String family, String device, long seed) {
        this.family = Family.named(family);
        this.devices = device.equals("emulated") ? List.of(Tenon.gpu(), Device.CPU, Device.META) : List.of(Device.CPU, Device.META);
        this.seed = seed;
    }

    /** The call of a place; null where there is no such simpler form. */
    @Nullable Call at(Place place) {
        var call = family.call(place.index(), new Values(new SplittableRandom(seed * STRIDE + place.index()), devices));
        for (int choice : place.choices()) {
            var simpler = call.simpler();
            if (choice >= simpler.size()) {
                return null;
            }
            call = simpler.get(choice);
        }
        return call;
    }

    /** Global random numbers begin anew for each call, so that it can be made again. */
    static void begin() {
        Tenon.manualSeed(1);
    }
}

/* The emulated machine: runs a grid block by block, with one fiber for each thread that must wait for others. */
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <ucontext.h>

#define EXPORT extern "C" __attribute__((visibility("default")))

/* ---- fibers -------------------------------------------------------------------------------------------------------------------------------- */

#if defined(__x86_64__) && !defined(TN_UCONTEXT)
typedef void* Context;
extern "C" void tn_switch(Context* from, Context* to);
__asm__(
    ".text\n.hidden tn_switch\n.globl tn_switch\n.type tn_switch,@function\ntn_switch:\n"
    "pushq %rbp\npushq %rbx\npushq %r12\npushq %r13\npushq %r14\npushq %r15\n"
    "movq %rsp,(%rdi)\nmovq (%rsi),%rsp\n"
    "popq %r15\npopq %r14\npopq %r13\npopq %r12\npopq %rbx\npopq %rbp\nret\n"
    ".size tn_switch,.-tn_switch\n");
static void prepare(Context* context, unsigned char* stack, size_t bytes, void (*body)()) {
    void** start = (void**) (stack + bytes) - 2; /* the return into the body leaves the stack as a call would */
    *start = (void*) body;
    memset(start - 6, 0, 6 * sizeof(void*));
    *context = start - 6;
}
#else
typedef ucontext_t Context;
static void tn_switch(Context* from, Context* to) { swapcontext(from, to); }
static void prepare(Context* context, unsigned char* stack, size_t bytes, void (*body)()) {
    getcontext(context);
    context->uc_stack.ss_sp = stack;
    context->uc_stack.ss_size = bytes;
    context->uc_link = nullptr;
    makecontext(context, body, 0);
}
#endif

enum { MAX_THREADS = 1024, WARP = 32, MAX_WARPS = MAX_THREADS / WARP, STACK = 128 << 10, CANARY = 64 };
/* from one stack to the next: not a power of two, by which all stacks would compete for the same lines of the cache */
enum { STRIDE = STACK + 17 * 64 };
enum State { NEW, READY, AT_WARP, AT_BLOCK, DONE };

struct Fiber {
    Context context;
    unsigned char* stack;
    bool prepared;
    bool idle;
};

struct Thread {
    State state;
    int kind;
    int value;
    unsigned int exchanges;
    Fiber* fiber;
};

static Fiber fibers[MAX_THREADS];
static Fiber* idle[MAX_THREADS];
static int idles;
static int fewest; /* idle fibers in this launch */
static Thread threads[MAX_THREADS];
static unsigned long long exchanged[MAX_WARPS][2][WARP];
static Context scheduler;
static Fiber* running;
static int current;

/* ---- the launch that runs -------------------------------------------------------------------------------------------------------------------- */

static TnUnit* unit;
static void (*kernel)(void**);
static void** arguments;
static int count;
static int finished;
static int cursor;
static int votes;
static unsigned long long order;
static char message[512];

static void suspend() { tn_switch(&running->context, &scheduler); }

static void fail(const char* text, const char* file, unsigned int line) {
    if (message[0] == 0) {
        TnIndex b = unit->block, t = unit->thread;
        int length = snprintf(message, sizeof message, "%s, in thread (%u, %u, %u) of block (%u, %u, %u)", text, t.x, t.y, t.z, b.x, b.y, b.z);
        if (file != nullptr) {
            snprintf(message + length, sizeof message - length, ", %s:%u", file, line);
        }
    }
    suspend(); /* and is never resumed */
}

/* The order in which warps, and threads of a warp, run until the next barrier. It differs from one barrier to the next and follows no
   pattern of a kernel, so that a missing barrier shows; it is the same in every run. */
struct Order {
    unsigned int factor, start;
    static Order next() {
        order = order * 6364136223846793005ULL + 1442695040888963407ULL;
        unsigned int bits = (unsigned int) (order >> 40);
        return Order{(bits & 31) | 1, bits >> 5 & 31};
    }
    int at(int i) const { return (int) ((i * factor + start) & 31); }
};
static Order warpOrder, laneOrder;

static void become(int thread) {
    current = thread;
    unsigned int t = (unsigned int) thread, x = unit->blockSize.x, y = unit->blockSize.y;
    unit->thread = t < x ? TnIndex{t, 0, 0} : TnIndex{t % x, t / x % y, t / x / y};
}

/* the next thread of this block that has not begun, or -1 */
static int begin() {
    while (cursor < MAX_THREADS) {
        int thread = warpOrder.at(cursor / WARP) * WARP + laneOrder.at(cursor % WARP);
        cursor++;
        if (thread < count) {
            return thread;
        }
    }
    return -1;
}

static void body() {
    for (;;) {
        for (int thread = begin(); thread >= 0; thread = begin()) {
            become(thread);
            threads[thread].fiber = running;
            kernel(arguments);
            threads[current].state = DONE;
            finished++;
        }
        running->idle = true;
        suspend();
    }
}

static void resume(Fiber* fiber) {
    running = fiber;
    fiber->idle = false;
    tn_switch(&scheduler, &fiber->context);
    if (fiber->idle) {
        idle[idles++] = fiber;
    }
}

static bool start() {
    if (idles == 0) {
        return false;
    }
    Fiber* fiber = idle[--idles];
    fewest = idles < fewest ? idles : fewest;
    if (!fiber->prepared) {
        prepare(&fiber->context, fiber->stack, STACK, body);
        fiber->prepared = true;
    }
    resume(fiber);
    return true;
}

static int block_barrier(int kind, int value) {
    Thread& thread = threads[current];
    thread.state = AT_BLOCK;
    thread.kind = kind;
    thread.value = value;
    suspend();
    return votes;
}

static const unsigned long long* warp_barrier(int kind, unsigned int mask, unsigned long long value) {
    if (mask != 0xffffffffu) {
        fail("a warp's operation with another mask than 0xffffffff is not emulated", nullptr, 0);
    }
    Thread& thread = threads[current];
    unsigned long long* words = exchanged[current / WARP][thread.exchanges++ & 1];
    words[current % WARP] = value;
    thread.state = AT_WARP;
    thread.kind = kind;
    suspend();
    return words;
}

/* runs the ready threads of a warp until all of them wait for the block; whether any ran */
static bool run_warp(int warp) {
    bool ran = false;
    Thread* lanes = threads + warp * WARP;
    int size = count - warp * WARP < WARP ? count - warp * WARP : WARP;
    for (;;) {
        Order o = Order::next();
        for (int i = 0; i < WARP; i++) {
            int lane = o.at(i);
            if (lane < size && lanes[lane].state == READY) {
                become(warp * WARP + lane);
                resume(lanes[lane].fiber);
                ran = true;
                if (message[0]) {
                    return ran;
                }
            }
        }
        for (int lane = 0; lane < size; lane++) {
            if (size < WARP || lanes[lane].state != AT_WARP || lanes[lane].kind != lanes[0].kind) {
                return ran;
            }
        }
        for (int lane = 0; lane < WARP; lane++) {
            lanes[lane].state = READY;
        }
    }
}

static const char* const PLACES[] = {"__syncthreads", "__syncthreads_or", "__syncthreads_and", "__syncthreads_count", "__syncwarp",
    "a shuffle", "a vote"};

static void describe(const Thread& thread, char* text, size_t size) {
    snprintf(text, size, "%s", thread.state == DONE ? "returned" : PLACES[thread.kind]);
}

/* nobody can go on: says who waits where */
static void diverged() {
    int other = 0;
    for (int i = 1; i < count && other == 0; i++) {
        if (threads[i].state != threads[0].state || (threads[i].state != DONE && threads[i].kind != threads[0].kind)) {
            other = i;
        }
    }
    char a[40], b[40];
    describe(threads[0], a, sizeof a);
    describe(threads[other], b, sizeof b);
    TnIndex at = unit->block;
    if (other == 0) {
        snprintf(message, sizeof message, "a warp's operation (%s) needs blocks of a multiple of 32 threads, got %d", a, count);
    } else {
        snprintf(message, sizeof message, "the threads of block (%u, %u, %u) diverge at a barrier: thread 0 is at \"%s\", thread %d at \"%s\"",
            at.x, at.y, at.z, a, other, b);
    }
}

static bool release_block() {
    int any = 0, all = 1, number = 0;
    for (int i = 0; i < count; i++) {
        if (threads[i].state != AT_BLOCK || threads[i].kind != threads[0].kind) {
            return false;
        }
        any |= threads[i].value != 0;
        all &= threads[i].value != 0;
        number += threads[i].value != 0;
    }
    int kind = threads[0].kind;
    votes = kind == TN_SYNCTHREADS_OR ? any : kind == TN_SYNCTHREADS_AND ? all : number;
    for (int i = 0; i < count; i++) {
        threads[i].state = READY;
    }
    return true;
}

static void run_block() {
    for (int i = 0; i < count; i++) {
        threads[i].state = NEW;
        threads[i].exchanges = 0;
    }
    finished = 0;
    cursor = 0;
    warpOrder = Order::next();
    laneOrder = Order::next();
    while (cursor < MAX_THREADS && message[0] == 0) {
        start();
    }
    while (finished < count && message[0] == 0) {
        bool ran = false;
        Order o = Order::next();
        for (int i = 0; i < WARP && message[0] == 0; i++) {
            int warp = o.at(i);
            if (warp * WARP < count) {
                ran |= run_warp(warp);
            }
        }
        if (!ran && message[0] == 0 && !release_block()) {
            diverged();
        }
    }
}

static bool make_fibers() {
    if (fibers[0].stack == nullptr) {
        void* stacks = mmap(nullptr, (size_t) STRIDE * MAX_THREADS, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        if (stacks == MAP_FAILED) {
            snprintf(message, sizeof message, "no memory for the stacks of %d threads", (int) MAX_THREADS);
            return false;
        }
        for (int i = 0; i < MAX_THREADS; i++) {
            fibers[i].stack = (unsigned char*) stacks + (size_t) i * STRIDE;
            memset(fibers[i].stack, 0xA5, CANARY);
        }
    }
    return true;
}

/* the fibers of this launch are those that lie above the fewest that were idle, unless it failed */
static void check_stacks() {
    for (int f = fewest; f < idles; f++) {
        for (int i = 0; i < CANARY; i++) {
            if (idle[f]->stack[i] != 0xA5) {
                snprintf(message, sizeof message, "a thread needs more than %d bytes of local memory", STACK);
                memset(idle[f]->stack, 0xA5, CANARY);
            }
        }
    }
}

/* every fiber is idle and starts afresh, as after an error some hang in the middle of a kernel */
static void reset_fibers() {
    idles = 0;
    for (int i = MAX_THREADS - 1; i >= 0; i--) {
        fibers[i].prepared = false;
        idle[idles++] = &fibers[i];
    }
}

/* ---- memory that is not there, and divisions that the processor refuses ----------------------------------------------------------------------- */

#if defined(__linux__) && (defined(__x86_64__) || defined(__aarch64__))
static volatile bool launching;
static pthread_t launcher;
static struct sigaction before[NSIG];

/* In a launch the thread is suspended for ever, as if the instruction had called it; anything else is left to who was here before. */
static void on_signal(int signal, siginfo_t* info, void* state) {
    if (launching && pthread_equal(pthread_self(), launcher)) {
        ucontext_t* context = (ucontext_t*) state;
        TnIndex b = unit->block, t = unit->thread;
        if (signal == SIGFPE) {
            snprintf(message, sizeof message, "an integer division overflows, in thread (%u, %u, %u) of block (%u, %u, %u)", t.x, t.y, t.z,
                b.x, b.y, b.z);
        } else {
            snprintf(message, sizeof message, "memory that is not there is read or written, at %p, in thread (%u, %u, %u) of block (%u, %u, %u)",
                info->si_addr, t.x, t.y, t.z, b.x, b.y, b.z);
        }
#if defined(__x86_64__)
        context->uc_mcontext.gregs[REG_RSP] = ((context->uc_mcontext.gregs[REG_RSP] - 256) & ~15LL) - 8;
        context->uc_mcontext.gregs[REG_RIP] = (greg_t) suspend;
#else
        context->uc_mcontext.sp = (context->uc_mcontext.sp - 256) & ~15ULL;
        context->uc_mcontext.pc = (unsigned long long) suspend;
#endif
        return;
    }
    struct sigaction* old = &before[signal];
    if (old->sa_flags & SA_SIGINFO) {
        old->sa_sigaction(signal, info, state);
    } else if (old->sa_handler != SIG_IGN && old->sa_handler != SIG_DFL) {
        old->sa_handler(signal);
    } else {
        sigaction(signal, old, nullptr); /* comes again, and is what it was */
    }
}

static void catch_signals() {
    static const int SIGNALS[] = {SIGSEGV, SIGBUS, SIGFPE};
    for (int signal : SIGNALS) {
        struct sigaction now;
        sigaction(signal, nullptr, &now);
        if (!(now.sa_flags & SA_SIGINFO) || now.sa_sigaction != on_signal) {
            before[signal] = now;
            now.sa_flags |= SA_SIGINFO;
            now.sa_sigaction = on_signal;
            sigaction(signal, &now, nullptr);
        }
    }
    launcher = pthread_self();
    launching = true;
}
static void leave_signals() { launching = false; }
#else
static void catch_signals() {}
static void leave_signals() {}
#endif

enum { GUARD = 256, POISON = 0xC5, EDGE = 0xA7 };

/* Runs a grid; null, or what went wrong. One launch at a time. */
EXPORT const char* tn_launch(TnUnit* of, void (*call)(void**), unsigned int gx, unsigned int gy, unsigned int gz, unsigned int bx,
    unsigned int by, unsigned int bz, unsigned int shared, void** values) {
    message[0] = 0;
    if (!make_fibers()) {
        return message;
    }
    if (idles != MAX_THREADS) {
        reset_fibers();
    }
    unsigned char* guarded = (unsigned char*) aligned_alloc(64, (GUARD + shared + GUARD + 63) / 64 * 64);
    memset(guarded, EDGE, GUARD + shared + GUARD);
    unit = of;
    kernel = call;
    arguments = values;
    count = (int) (bx * by * bz);
    order = 0;
    fewest = idles;
    unit->gridSize = TnIndex{gx, gy, gz};
    unit->blockSize = TnIndex{bx, by, bz};
    unit->dynamicShared = guarded + GUARD;
    unit->block_barrier = block_barrier;
    unit->warp_barrier = warp_barrier;
    unit->fail = fail;
    catch_signals();
    for (unsigned long long b = 0; b < (unsigned long long) gx * gy * gz && message[0] == 0; b++) {
        unit->block = TnIndex{(unsigned int) (b % gx), (unsigned int) (b / gx % gy), (unsigned int) (b / gx / gy)};
        memset(guarded + GUARD, POISON, shared);
        memset(unit->staticShared, POISON, unit->staticSharedEnd - unit->staticShared);
        run_block();
    }
    leave_signals();
    check_stacks();
    for (int i = 0; i < GUARD && message[0] == 0; i++) {
        if (guarded[GUARD - 1 - i] != EDGE || guarded[GUARD + shared + i] != EDGE) {
            snprintf(message, sizeof message, "a thread wrote outside of the %u bytes of dynamic shared memory", shared);
        }
    }
    free(guarded);
    return message[0] ? message : nullptr;
}

/* ---- device memory ----------------------------------------------------------------------------------------------------------------------------- */

EXPORT void* tn_allocate(unsigned long long bytes) {
    void* memory = nullptr;
    return posix_memalign(&memory, 256, bytes) == 0 ? memory : nullptr;
}

EXPORT void tn_free(void* memory) { free(memory); }

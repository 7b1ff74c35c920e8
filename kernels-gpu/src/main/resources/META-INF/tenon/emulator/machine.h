/* What the emulated machine and the kernels compiled for it know of each other. */
#ifndef TN_MACHINE_H
#define TN_MACHINE_H

struct TnIndex { unsigned int x, y, z; };
typedef TnIndex uint3;
typedef TnIndex dim3;

/* the state of the thread that runs, and the machine's services; every compiled unit has one */
struct TnUnit {
    TnIndex thread, block, blockSize, gridSize;
    unsigned char* dynamicShared;
    /* the shared memory that kernels declare with its size */
    unsigned char *staticShared, *staticSharedEnd;
    /* waits for all threads of the block; the answer is a vote on value */
    int (*block_barrier)(int kind, int value);
    /* waits for all threads of the warp; the answer is what its 32 threads gave */
    const unsigned long long* (*warp_barrier)(int kind, unsigned int mask, unsigned long long value);
    /* ends the launch with an error */
    void (*fail)(const char* message, const char* file, unsigned int line);
};

/* the kinds of barriers: threads that meet must have come to the same */
enum { TN_SYNCTHREADS, TN_SYNCTHREADS_OR, TN_SYNCTHREADS_AND, TN_SYNCTHREADS_COUNT, TN_SYNCWARP, TN_SHUFFLE, TN_VOTE };

#endif

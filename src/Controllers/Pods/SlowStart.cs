using Kybernet.Machinery.Statuses;

namespace Kybernet.Controllers.Pods;

/// <summary>
/// Does a thing many times at once, slowly at first: one more is on its way at once for each that went well. A quota or a broken template fails
/// a few requests, not hundreds. Upstream: <c>slowStartBatch</c>, whose batches of 1, 2, 4, … grow as fast, but wait for the slowest of each.
/// </summary>
public static class SlowStart
{
    /// <summary>What a controller creates or deletes in one pass at most.</summary>
    public const int BurstReplicas = 500;

    /// <param name="count">How many times.</param>
    /// <param name="act">Told which time it is, from 0; gives null when it went well.</param>
    /// <returns>How many went well, and the first error; nothing begins after an error.</returns>
    public static async Task<(int Done, ApiError? Error)> RunAsync(int count, Func<int, ValueTask<ApiError?>> act)
    {
        var begun = 0;
        var done = 0;
        ApiError? first = null;
        await WorkAsync();
        return (done, first);

        async Task WorkAsync()
        {
            List<Task> others = [];
            while (Volatile.Read(ref first) is null && Interlocked.Increment(ref begun) is var number && number <= count)
            {
                if (await act(number - 1) is { } error)
                {
                    Interlocked.CompareExchange(ref first, error, null);
                    break;
                }

                Interlocked.Increment(ref done);
                if (Volatile.Read(ref begun) < count) others.Add(JoinAsync());
            }

            await Task.WhenAll(others);
        }

        async Task JoinAsync()
        {
            // Leaves this thread: requests run beside each other also where the transport is a method call.
            await Task.Yield();
            await WorkAsync();
        }
    }

    /// <summary>Does it for all at once and gives the first error.</summary>
    public static async Task<ApiError?> AllAsync<T>(IEnumerable<T> items, Func<T, ValueTask<ApiError?>> act)
    {
        var errors = await Task.WhenAll(items.Select(async item =>
        {
            await Task.Yield();
            return await act(item);
        }));
        return Array.Find(errors, error => error is not null);
    }
}

using Kybernet.Machinery.Statuses;

namespace Kybernet.Controllers.Pods;

/// <summary>
/// Does a thing many times at once, in batches that double while all goes well (1, 2, 4, …): a quota or a broken template fails a few
/// requests, not hundreds. Upstream: <c>slowStartBatch</c>.
/// </summary>
public static class SlowStart
{
    /// <summary>What a controller creates or deletes in one pass at most.</summary>
    public const int BurstReplicas = 500;

    /// <param name="count">How many times.</param>
    /// <param name="act">Told which time it is, from 0; gives null when it went well.</param>
    /// <returns>How many went well, and the first error; no batch follows one with an error.</returns>
    public static async Task<(int Done, ApiError? Error)> RunAsync(int count, Func<int, ValueTask<ApiError?>> act)
    {
        var done = 0;
        for (var batch = Math.Min(count, 1); batch > 0; batch = Math.Min(2 * batch, count - done))
        {
            var errors = await Task.WhenAll(Enumerable.Range(done, batch).Select(async index =>
            {
                // Leaves this thread: requests of one batch run beside each other also where the transport is a method call.
                if (batch > 1) await Task.Yield();
                return await act(index);
            }));
            done += errors.Count(error => error is null);
            if (Array.Find(errors, error => error is not null) is { } failed) return (done, failed);
        }

        return (done, null);
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

using System.Globalization;
using Kybernet.Api.Core.V1;
using Kybernet.Client;
using Kybernet.Client.Transport;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Meta;

namespace Kybernet.Hosts.Tests.Faults;

/// <summary>Creates, updates and deletes until it is stopped. What was answered must be there; what was not, may be.</summary>
internal sealed class FaultWriter(IClient client, int number, Func<Task> mayWrite)
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(20);

    private long _latest;

    public List<Change> Answered { get; } = [];

    /// <summary>The revision of the last change that was answered.</summary>
    public long Latest => Volatile.Read(ref _latest);

    public int Failed { get; private set; }

    public string Failure { get; private set; } = "";

    public async Task RunAsync(CancellationToken stop, CancellationToken cancel)
    {
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            await mayWrite();
            var made = new ConfigMap { Metadata = new() { Name = $"of-{number}-{i}", Namespace = "default" } };
            if (!await TryAsync(() => client.CreateAsync(made, cancel))) continue;
            for (var change = 0; change < 3; change++)
            {
                var changed = made with { Data = MapOf.Of(("n", change.ToString(CultureInfo.InvariantCulture))) };
                await TryAsync(() => client.UpdateAsync(changed, cancel));
            }

            await TryAsync(() => client.DeleteAsync<ConfigMap>(new("default", made.Metadata.Name), new DeleteOptions(), cancel));
        }
    }

    private async Task<bool> TryAsync(Func<ValueTask<ApiResult<ConfigMap>>> write)
    {
        try
        {
            var result = await write();
            // A deletion is answered with the object's last state or a Status without a revision.
            if (result.IsOk)
            {
                if (result.Value.Metadata.ResourceVersion.Length == 0) return true;
                var change = Change.Of(result.Value);
                Answered.Add(change);
                Volatile.Write(ref _latest, change.Revision);
                return true;
            }

            Fail(result.Error.Message);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            Fail(e.Message);
        }

        await Task.Delay(s_pause, CancellationToken.None);
        return false;
    }

    private void Fail(string message)
    {
        Failed++;
        Failure = message;
    }
}

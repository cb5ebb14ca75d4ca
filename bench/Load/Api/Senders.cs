namespace Kybernet.Bench.Load.Api;

/// <summary>What one client of a closed loop does: made once for each client, called once for each request.</summary>
internal static class Senders
{
    /// <summary>Creates the pod of the number, counted from <paramref name="offset"/>.</summary>
    public static Func<int, long> Create(KubeAccess access, string @namespace, int offset = 0)
    {
        var connection = new LoadConnection(access);
        var request = PodRequests.Create(@namespace);
        var at = PodRequests.NumberAt(request);
        return number =>
        {
            PodRequests.SetNumber(request, at, offset + number);
            return connection.Call(request, 201);
        };
    }

    /// <summary>Sends the same GET each time.</summary>
    public static Func<int, long> Get(KubeAccess access, byte[] request)
    {
        var connection = new LoadConnection(access);
        return _ => connection.Call(request, 200);
    }
}

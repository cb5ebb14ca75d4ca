using Kybernet.Bench.Load.Api;

namespace Kybernet.Bench.Load.Flow;

/// <summary>The flood as a program of its own: what it costs to send must not be on the threads of those who are measured.</summary>
internal static class FloodProgram
{
    public const string Usage = """
        usage: Kybernet.Bench.Load flood KUBECONFIG get|list|create CLIENTS
        One tenant's requests: connects, sends from the line "go" to the line "stop", and tells then how many there were so far.
        """;

    // What is got is there, however many connections.
    private const int FewestPods = 100;

    /// <summary>Where the pods are.</summary>
    public const string Space = "load";

    public static void Run(string kubeconfig, string kind, int clients)
    {
        var access = KubeAccess.Read(kubeconfig, TenantRequests.Account("flood"), TenantRequests.Group);
        using var flood = new Flood(access, client => Requests(kind, client), clients);
        flood.Start();
        Console.WriteLine("flooding");
        while (Console.ReadLine() is { } line)
        {
            if (line == "go") flood.Go();
            else flood.Pause();
            Console.WriteLine(flood.Totals);
        }

        flood.Stop();
        Console.WriteLine(flood.Totals);
    }

    private static Func<byte[]> Requests(string kind, int client)
    {
        var request = kind switch
        {
            "get" => PodRequests.Get(PodRequests.PodPath(Space, client % FewestPods)),
            "list" => PodRequests.List(Space),
            _ => PodRequests.Create(Space),
        };
        if (kind is not "create") return () => request;
        var at = PodRequests.NumberAt(request);
        // Eight digits: three of the client, five of its requests.
        var number = (client + 1) * 100_000;
        return () =>
        {
            PodRequests.SetNumber(request, at, number++);
            return request;
        };
    }
}

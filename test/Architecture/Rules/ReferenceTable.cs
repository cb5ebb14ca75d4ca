namespace Kybernet.Architecture.Tests.Rules;

/// <summary>Which component may know which: ARCHITECTURE.md draws it.</summary>
internal static class ReferenceTable
{
    private static readonly string[] s_client = ["Machinery", "Api", "Base", "Client"];

    /// <summary>The components a component may reference, directly or through others.</summary>
    public static IReadOnlyDictionary<string, string[]> Allowed { get; } = new Dictionary<string, string[]>
    {
        ["Machinery"] = [],
        ["Base"] = [],
        ["Api.Generator"] = [],
        ["Store"] = ["Base"],
        ["Api"] = ["Machinery"],
        ["Client"] = ["Machinery", "Api", "Base"],
        ["ApiServer"] = [.. s_client, "Store"],
        ["Scheduler"] = s_client,
        ["Controllers"] = s_client,
        ["CloudControllers"] = s_client,
        ["Kubelet"] = s_client,
        ["Proxy"] = s_client,
        ["PodNetwork"] = s_client,
        ["Dns"] = s_client,
        ["Cli"] = s_client,
        ["Testing"] = [.. s_client, "Store", "ApiServer", "Scheduler", "Controllers"],
    };

    /// <summary>Hosts wire everything together.</summary>
    public const string Anything = "Hosts";

    /// <summary>The generator runs inside the compiler: these take it as an analyser, which is no reference of the program.</summary>
    public static IReadOnlyList<string> TakeGenerator { get; } = ["Machinery", "Api"];

    /// <summary>The component that a project file under src/ belongs to.</summary>
    public static string ComponentOf(string projectPath) => projectPath.Split('/')[1];
}

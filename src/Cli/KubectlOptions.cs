namespace Kybernet.Cli;

/// <summary>What the command line finds around it. Passed in, so that several can run side by side.</summary>
public sealed record KubectlOptions
{
    /// <summary>How the user calls the program: <c>kubectl</c>, <c>k</c>, <c>kyb</c>.</summary>
    public string Program { get; init; } = "kubectl";

    /// <summary>Environment variables: <c>KUBECONFIG</c>, <c>HOME</c>, <c>KUBERNETES_SERVICE_HOST</c>. Empty for one that is not set.</summary>
    public required Func<string, string> Variable { get; init; }

    /// <summary>Standard input.</summary>
    public required Func<Stream> Input { get; init; }

    /// <summary>Standard output as bytes: what a container writes is no text.</summary>
    public required Func<Stream> Output { get; init; }

    public required Func<Stream> Error { get; init; }

    public required TimeProvider Time { get; init; }
}

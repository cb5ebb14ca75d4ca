namespace Kybernet.Client.Transport.Https;

/// <summary>An API server elsewhere, and who is calling it.</summary>
public sealed record ServerConnection
{
    /// <summary><c>https://host:port</c>, with a path before the API's if there is one.</summary>
    public required Uri Server { get; init; }

    /// <summary>PEM of the certificates the server's must come from; empty for those the system trusts.</summary>
    public string AuthorityPem { get; init; } = "";

    /// <summary>The name the server's certificate is checked for; empty for the one of <see cref="Server"/>.</summary>
    public string TlsServerName { get; init; } = "";

    /// <summary>Any certificate will do: whoever answers gets the credentials.</summary>
    public bool SkipsVerification { get; init; }

    /// <summary>Through which proxy; null for none.</summary>
    public Uri? Proxy { get; init; }

    /// <summary>Who calls.</summary>
    public ICredentialSource Credentials { get; init; } = FixedCredential.None;

    /// <summary>As whom the calls are made, if the caller may: headers <c>Impersonate-…</c>.</summary>
    public Impersonated? Impersonate { get; init; }

    /// <summary>The namespace of calls that name none; of the kubeconfig's context or the pod.</summary>
    public string Namespace { get; init; } = "default";

    /// <summary>The part before the slash is the field manager of writes that name none.</summary>
    public string UserAgent { get; init; } = "kybernet/v1.36";

    /// <summary>Calls a second, in the long run; 0 for no limit.</summary>
    public double Qps { get; init; }

    /// <summary>Calls at once beyond <see cref="Qps"/>.</summary>
    public int Burst { get; init; } = 10;

    /// <summary>How long a call that is no watch may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);
}

/// <summary>A user somebody else acts as.</summary>
public sealed record Impersonated(string User, string Uid, IReadOnlyList<string> Groups);

namespace Kybernet.Store.Etcd;

/// <summary>What a failed call says about the request, and with that about trying again.</summary>
internal enum CallFailure
{
    /// <summary>The server answered: trying again gives the same answer.</summary>
    Answered,

    /// <summary>The request certainly did nothing: any request may be sent again, to another member.</summary>
    NotExecuted,

    /// <summary>Nobody knows whether the request did something: only reads may be sent again.</summary>
    Unknown,
}

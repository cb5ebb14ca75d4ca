namespace Kybernet.ApiServer.Registry;

/// <summary>What a strategy may know of the request it prepares an object for.</summary>
/// <param name="User">Who asks.</param>
/// <param name="Time">The server's clock.</param>
/// <param name="IsDryRun">Nothing will be stored.</param>
public sealed record WriteContext(UserInfo User, TimeProvider Time, bool IsDryRun);

namespace Kybernet.Machinery.Statuses;

/// <summary>One of several things that are wrong.</summary>
/// <param name="Type">A <see cref="CauseType"/>, or empty.</param>
/// <param name="Message">For people.</param>
/// <param name="Field">The path of the field, as a Status has it: <c>spec.containers[0].image</c>; or empty.</param>
public readonly record struct ApiErrorCause(string Type, string Message, string Field = "");

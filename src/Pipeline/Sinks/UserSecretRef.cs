namespace LogOperator.Pipeline.Sinks;

/// <summary>A Secret with a user name and a password.</summary>
public sealed partial record UserSecretRef
{
    /// <summary>Name of the Secret.</summary>
    public required string Name { get; init; }

    /// <summary>Key of the user name. Default <c>username</c>.</summary>
    public string? UsernameKey { get; init; }

    /// <summary>Key of the password. Default <c>password</c>.</summary>
    public string? PasswordKey { get; init; }
}
